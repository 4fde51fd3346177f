"""Who has signed a contract stays named as long as its file is kept (Procurement Law, art. 42)."""

from datetime import date, timedelta

import pytest

from marketplace.contracts.models import Signature
from marketplace.contracts.receivers import signatures
from marketplace.core import clock
from marketplace.core.erasure import erase, kept_until
from marketplace.core.refusals import Refused
from orgs.models import Membership
from orgs.queries import actor_of

from .builders import running

pytestmark = pytest.mark.django_db


def test_a_signature_is_kept_fifteen_years():
    _street, contract = running()
    signed = Signature.objects.filter(contract=contract, side="ORGANISATION").select_related("user").get()
    user = signed.user
    Membership.objects.filter(user=user).update(ended_at=clock.now(), state="ended")
    assert [row["contract"] for row in signatures(user)["signatures"]] == [contract.number]
    with pytest.raises(Refused, match="contracts.signature_kept") as refused:
        erase(user, by=actor_of(user))
    assert contract.number in refused.value.sentence and "%(" not in refused.value.sentence
    last = kept_until(contract.ends)
    assert last.year == contract.ends.year + 15
    with clock.fixed(clock.now() + timedelta(days=(last - clock.today()).days + 1)):
        erase(user, by=actor_of(user))
    user.refresh_from_db()
    assert (user.name, user.is_active) == ("", False)
    assert Signature.objects.filter(pk=signed.pk).exists()


def test_a_leap_day_has_a_day():
    assert kept_until(date(2024, 2, 29)) == date(2039, 2, 28)
