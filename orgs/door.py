"""What the door tells: allauth's signals of log-ins and of failed ones, written down by `domain.log_ins`."""

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.signals import user_logged_in
from allauth.mfa.signals import authentication_failed
from django.contrib.auth.signals import user_login_failed
from django.dispatch import receiver

from . import domain
from .models import LogIn, User

WAYS = {"password": LogIn.How.PASSWORD, "code": LogIn.How.CODE, "socialaccount": LogIn.How.SOCIAL}


def _client(request) -> dict:
    return {"agent": request.META.get("HTTP_USER_AGENT", ""), "address": get_adapter(request).get_client_ip(request)}


@receiver(user_logged_in, dispatch_uid="orgs.came_in")
def came_in(sender, request, user, **kwargs):
    """By which proofs: the records of this session. A passkey alone is both factors at once."""
    records = get_authentication_records(request, user)
    proofs = [record for record in records if record.get("method") == "mfa"]
    if any(proof.get("passwordless") for proof in proofs):
        how = LogIn.How.PASSKEY
    else:
        ways = [WAYS[record["method"]] for record in records if record.get("method") in WAYS]
        how = ways[-1] if ways else LogIn.How.CODE  # a fresh account comes in by the code that confirmed its address
    domain.keep_log_in(user, how=how, succeeded=True, second_factor=bool(proofs), **_client(request))


@receiver(user_login_failed, dispatch_uid="orgs.wrong_password")
def wrong_password(sender, credentials, request=None, **kwargs):
    """Known accounts only: what strangers type is nobody's log-in."""
    address = credentials.get("email") or credentials.get("username") or ""
    user = User.objects.filter(email__iexact=address, is_active=True).first() if address else None
    if user is not None and request is not None:
        domain.keep_log_in(user, how=LogIn.How.PASSWORD, succeeded=False, **_client(request))


@receiver(authentication_failed, dispatch_uid="orgs.wrong_code")
def wrong_code(sender, request, user, **kwargs):
    domain.keep_log_in(user, how=LogIn.How.SECOND, succeeded=False, **_client(request))
