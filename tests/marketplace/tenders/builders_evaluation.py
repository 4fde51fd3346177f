"""An opened call carried on: committee, declarations, qualification, scores, award."""

from datetime import timedelta
from decimal import Decimal

from marketplace.core import clock
from marketplace.tenders import domain
from marketplace.tenders.domain import Check, Seat, validity
from marketplace.tenders.models import CommitteeMember
from orgs.models import Membership
from tests.support.told import told

from .builders import make_member, make_street, opened_call

MEMBERS = ("e1", "e2", "e3", "e4", "e5")


@told
def street_with_committee(**values):
    """A street with five evaluators more (e1 to e5) and a second leader, secretary and evaluator in reserve (e6)."""
    street = make_street(**values)
    for name in (*MEMBERS, "e6"):
        make_member(street.users, name, "EVALUATOR", office=street.office)
    make_member(street.users, "leader2", "LEADER", office=street.office)
    return street


def seats(street, names=MEMBERS, experts=4):
    """The first `experts` are experts, the first takes the chair."""
    return [Seat(street.users[n], i < experts, i == 0) for i, n in enumerate(names)]


def grant(street, name, role):
    """One role more."""
    Membership.objects.create(
        user=street.users[name], office=street.office, role=role, valid_from=clock.today(), granted_at=clock.now()
    )


def at(call, **delta):
    """The clock so long after the opening: `with at(call, hours=1): ...`."""
    return clock.fixed(call.opened_at + timedelta(**delta))


@told
def appointed(street=None, **values):
    """(street, call) with a committee that has not declared yet."""
    street = street or street_with_committee()
    call = opened_call(street, **values)
    with at(call, hours=1):
        domain.appoint(
            call, by=street.actor("secretary"), members=seats(street), score_until=clock.now() + timedelta(days=5)
        )
    return street, call


def member(street, call, name) -> CommitteeMember:
    return CommitteeMember.objects.get(call=call, user=street.users[name])


def declare_all(street, call, names=MEMBERS):
    for name in names:
        domain.declare_none(member(street, call, name), by=street.actor(name))


def checks(call, no=()):
    """All conditions met; `no`: numbers of the organisations that meet none."""
    codes = {f"ORG-{n:02d}" for n in no}
    return [
        Check(
            bid,
            condition,
            bid.organisation.code not in codes,
            "" if bid.organisation.code not in codes else "证书已过期",
        )
        for bid in call.bids.filter(state="opened").select_related("organisation")
        for condition in call.conditions.all()
    ]


def cells(call, points=None, default="80"):
    """{(bid, criterion): (points, comment)}; points: {organisation number: points}."""
    points = points or {}
    found = {}
    for bid in validity.valid_bids(call):
        number = int(bid.organisation.code[-2:])
        value = Decimal(points.get(number, default))
        for criterion in call.criteria.filter(kind="QUALITY"):
            found[bid.pk, criterion.pk] = (value, "理由充分" if value <= 20 or value >= 90 else "")
    return found


@told
def ready_to_score(street=None, no=(), **values):
    """(street, call): declared and qualified."""
    street, call = appointed(street, **values)
    with at(call, hours=2):
        declare_all(street, call)
        domain.qualify(call, by=street.actor("secretary"), checks=checks(call, no))
    return street, call


@told
def scored(street=None, points=None, no=(), **values):
    """(street, call): all scores are in."""
    street, call = ready_to_score(street, no, **values)
    with at(call, hours=3):
        for name in MEMBERS:
            domain.submit_scores(member(street, call, name), by=street.actor(name), cells=cells(call, points))
    return street, call


@told
def proposed(street=None, **values):
    """(street, call): an award is proposed."""
    street, call = scored(street, **values)
    with at(call, hours=4):
        domain.propose_award(call, by=street.actor("secretary"))
    call.refresh_from_db()
    return street, call


@told
def awarded(street=None, **values):
    """(street, call): decided, the standstill runs."""
    street, call = proposed(street, **values)
    with at(call, hours=5):
        domain.decide_award(call, by=street.actor("leader2"))
    call.refresh_from_db()
    return street, call
