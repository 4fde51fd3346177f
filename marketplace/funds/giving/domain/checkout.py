"""To the payment service's own page and back: the page is made once for a gift (its code is the idempotency key)."""

from django.utils.translation import get_language

from .. import service
from ..models import Gift, Monthly, Pledge

SERVICE_LANGUAGES = {"zh-hans": "zh", "en": "en"}


def _page(what, key, success_url, cancel_url, extra) -> dict:
    params = {
        "success_url": success_url, "cancel_url": cancel_url, "client_reference_id": what.code, "metadata": {key: what.code},
        "locale": SERVICE_LANGUAGES.get(get_language(), "auto"),
    }  # fmt: skip
    if "@" in what.giver_contact:
        params["customer_email"] = what.giver_contact
    return params | extra


def _item(what, **price) -> list:
    product = {"name": what.fund.name}
    data = {"currency": what.currency, "unit_amount": what.given, "product_data": product} | price
    return [{"quantity": 1, "price_data": data}]


def _create(what, params) -> str:
    with service.spoken():
        options = {"idempotency_key": f"session-{what.code}"}
        session = service.client().v1.checkout.sessions.create(params=params, options=options)
    # Keys of the service's page, no step of the gift: what it becomes is said by the service's messages.
    type(what).objects.filter(pk=what.pk).update(session_ref=session.id, session_url=session.url)
    what.session_ref, what.session_url = session.id, session.url
    return session.url


def begin_payment(gift: Gift, *, success_url: str, cancel_url: str, later: bool = False) -> str:
    """Address of the page where this gift is paid.

    Raises:
        Refused: "service_off", "service_silent", "service_refused". The gift then lapses by itself.
    """
    intent = {"metadata": {"gift": gift.code}} | ({"capture_method": "manual"} if later else {})
    extra = {"mode": "payment", "submit_type": "donate", "line_items": _item(gift), "payment_intent_data": intent}
    return _create(gift, _page(gift, "gift", success_url, cancel_url, extra))


def begin_monthly(monthly: Monthly, *, success_url: str, cancel_url: str) -> str:
    """Address of the page where a monthly gift is begun."""
    items = _item(monthly, recurring={"interval": "month"})
    extra = {
        "mode": "subscription",
        "line_items": items,
        "subscription_data": {"metadata": {"monthly": monthly.code}},
    }
    return _create(monthly, _page(monthly, "monthly", success_url, cancel_url, extra))


def begin_promise(pledge: Pledge, *, success_url: str, cancel_url: str) -> str:
    """Address of the page where a card is kept for a promise; nothing is charged there."""
    extra = {
        "mode": "setup", "currency": pledge.currency, "customer_creation": "always",
        "setup_intent_data": {"metadata": {"pledge": pledge.code}},
    }  # fmt: skip
    return _create(pledge, _page(pledge, "pledge", success_url, cancel_url, extra))
