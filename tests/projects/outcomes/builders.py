"""Outcomes at every stage, of the contract of the contracts' tests."""

from decimal import Decimal

from marketplace.contracts import domain as contracts
from marketplace.core import outbox
from projects.outcomes import domain
from projects.outcomes.models import Outcome
from tests.marketplace.contracts.builders import at, in_state, running, settled
from tests.support.told import told

PICTURE = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


@told
def drafted():
    """(street, contract, outcome): milestone 1 accepted and paid, its outcome drafted by the portal itself."""
    street, contract, row = in_state("paid")
    with at(contract, hours=3):
        outbox.deliver()
    return street, contract, Outcome.objects.get(milestone=row)


def written(street, contract, outcome, **values):
    """With a story and all figures."""
    fields = {
        "title_zh": "独居老人有人看", "title_en": "Nobody old is alone", "story_zh": "每周两次上门。", "people_served": 61,
        "actuals": {"visits": Decimal("480"), "people": Decimal("61")},
    } | values  # fmt: skip
    with at(contract, hours=4):
        return domain.edit(outcome, by=street.actor("owner"), **fields)


@told
def submitted():
    street, contract, outcome = drafted()
    written(street, contract, outcome)
    with at(contract, hours=5):
        domain.submit(outcome, by=street.actor("owner"))
    return street, contract, outcome


@told
def published():
    street, contract, outcome = submitted()
    with at(contract, hours=6):
        domain.publish(outcome, by=street.actor("editor"))
    return street, contract, outcome


@told
def three():
    """(street, contract, whole, [first, second]): drafts of a finished contract."""
    street, contract = running()
    with at(contract, hours=2):
        settled(street, contract, 1, 2)
        contracts.close(contract, by=street.actor("buyer"))
        outbox.deliver()
    rows = list(Outcome.objects.order_by("milestone__position"))
    whole = next(row for row in rows if row.milestone is None)
    return street, contract, whole, [row for row in rows if row.milestone]


def copies(outcome, first, last):
    """More outcomes like this one (numbers from `first`, before `last`), as rows: what a list shows."""
    communities, indicators = list(outcome.communities.all()), list(outcome.indicators.all())
    for number in range(first, last):
        row = Outcome.objects.get(pk=outcome.pk)
        row.pk, row.code = None, f"COPY-{number:04d}"
        row._state.adding = True
        row.save()
        row.communities.set(communities)
        for indicator in indicators:
            indicator.pk, indicator.outcome = None, row
            indicator._state.adding = True
            indicator.save()


__all__ = ["running", "settled"]
