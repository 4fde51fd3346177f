"""Who opened bids, scored them or decided an award stays named as long as the file is kept (Procurement Law, art. 42)."""

from datetime import timedelta

import pytest

from marketplace.core import clock
from marketplace.core.erasure import erase, kept_until, refusal
from marketplace.core.refusals import Refused
from orgs.models import Membership
from orgs.queries import actor_of

from .builders_evaluation import awarded

pytestmark = pytest.mark.django_db


def test_names_of_an_award_are_kept_fifteen_years():
    street, call = awarded()
    Membership.objects.update(ended_at=clock.now(), state="ended")
    answers = {name: getattr(refusal(user), "code", None) for name, user in street.users.items()}
    scored = {m.user.name for m in call.committee.filter(state="submitted").select_related("user")}
    opened = {c.opener.name for c in call.opening_confirmations.select_related("opener")}
    assert len(scored) >= 3 and len(opened) == 2
    assert {name for name, code in answers.items() if code == "tenders.evaluation_kept"} == scored | opened | {
        "leader2"
    }
    leader = call.award.decided_by
    with pytest.raises(Refused, match="tenders.evaluation_kept") as refused:
        erase(leader, by=actor_of(leader))
    assert call.number in refused.value.sentence and "%(" not in refused.value.sentence
    last = kept_until(call.award.decided_at.date())
    with clock.fixed(clock.now() + timedelta(days=(last - clock.today()).days + 2)):
        assert refusal(leader) is None
