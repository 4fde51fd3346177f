"""The demo's page of current one-time codes: who tries the portal has no authenticator of the demo people."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache


@never_cache
def codes(request):
    """Demo people with a second factor, their code now and the seconds it still holds. Only with DEMO=1."""
    if not settings.DEMO:
        raise Http404
    import time

    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value

    period = 30
    moment = time.time()  # one-time codes follow the world's clock, not the rehearsed one
    counter = int(moment) // period
    rows = []
    people = (
        get_user_model()
        .objects.filter(is_active=True, authenticator__type=Authenticator.Type.TOTP)
        .prefetch_related("authenticator_set", "memberships__office", "memberships__organisation")
    )
    for person in people.order_by("email"):
        keys = [a for a in person.authenticator_set.all() if a.type == Authenticator.Type.TOTP]
        secret = TOTP(keys[0]).instance.data["secret"]
        from allauth.mfa.adapter import get_adapter

        code = format_hotp_value(hotp_value(get_adapter().decrypt(secret), counter))
        rows.append(
            {"person": person, "code": code, "roles": sorted({m.get_role_display() for m in person.memberships.all()})}
        )
    return render(request, "core/demo_codes.html", {"rows": rows, "seconds": period - int(moment) % period})
