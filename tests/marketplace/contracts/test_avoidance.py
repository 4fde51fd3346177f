"""Whoever belongs to the organisation does not act for the office in its contract (Procurement Law, art. 12)."""

import pytest

from marketplace.contracts import domain
from marketplace.contracts.queries import hands_out_slips
from marketplace.core.refusals import Refused
from marketplace.core.states import TABLES
from orgs.models import Membership

from .builders import at, deliver, grant, milestone, running

pytestmark = pytest.mark.django_db


def test_a_member_of_the_organisation_neither_accepts_nor_pays_nor_makes_slips():
    street, contract = running()
    deliver(street, contract)
    for role in ("LEADER", "FINANCE"):
        grant(street, "acceptor", role)
    with at(contract, hours=2):
        one, free = milestone(contract), street.actor("acceptor")
        Membership.objects.create(
            user=street.users["acceptor"], organisation=contract.organisation, role="ORG_FINANCE",
            valid_from="2020-01-01", granted_at="2020-01-01T00:00:00Z",
        )  # fmt: skip
        bound = street.actor("acceptor")
        assert hands_out_slips(free, contract) and not hands_out_slips(bound, contract)
        for obj in (contract, one):
            table = TABLES[obj.STEPS]
            may = {verb: table.may_ever(verb, bound, obj) for verb in table.by_verb if table.may_ever(verb, free, obj)}
            assert may == dict.fromkeys(may, False) | ({"drop": True} if obj == one else {})
        with pytest.raises(Refused) as refused:
            domain.accept(one, by=bound)
        assert (refused.value.code, refused.value.kind) == ("stake", "who")
