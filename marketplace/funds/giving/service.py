"""The payment service (Stripe), behind settings: one client, its version pinned, its errors as sentences.

Off unless STRIPE_SECRET_KEY is set. STRIPE_API_BASE leads it elsewhere, for tests and rehearsals on loopback.
"""

from contextlib import contextmanager

import stripe
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from marketplace.core.refusals import Refused

# What the messages and answers look like. Raised by hand, together with the library and the tests' peer.
API_VERSION = "2026-10-28.endive"
TIMEOUT = 20


def is_on() -> bool:
    """Whether gifts can be paid through the payment service."""
    return bool(settings.STRIPE_SECRET_KEY)


def client() -> stripe.StripeClient:
    """The client for this portal's account.

    Raises:
        Refused: "service_off": no key is set.
    """
    if not is_on():
        raise Refused("service_off", _("This portal is not connected to a payment service."), kind="when")
    addresses = {"base_addresses": {"api": settings.STRIPE_API_BASE}} if settings.STRIPE_API_BASE else {}
    return stripe.StripeClient(
        settings.STRIPE_SECRET_KEY, stripe_version=API_VERSION, max_network_retries=2, **addresses,
        http_client=stripe.RequestsClient(timeout=TIMEOUT),
    )  # fmt: skip


@contextmanager
def spoken():
    """What the service answers instead of doing it, as a refusal: a reader never sees a stack of its words."""
    try:
        yield
    except (stripe.APIConnectionError, stripe.APIError, stripe.RateLimitError) as error:
        raise Refused(
            "service_silent",
            _("The payment service does not answer now. Nothing was charged; please try again in some minutes."),
            kind="when",
        ) from error
    except stripe.StripeError as error:
        said = (error.user_message or str(error) or type(error).__name__)[:200]
        raise Refused("service_refused", _("The payment service says: %(said)s"), values={"said": said}) from error


def is_ours(body: bytes, header: str) -> bool:
    """Whether a message is signed with one of our secrets and at most five minutes old.

    STRIPE_WEBHOOK_SECRET may hold two secrets, separated by a comma, while one is being replaced.
    """
    for secret in settings.STRIPE_WEBHOOK_SECRET:
        try:
            stripe.WebhookSignature.verify_header(body.decode(), header, secret, 300)
            return True
        except (stripe.SignatureVerificationError, UnicodeDecodeError):
            continue
    return False
