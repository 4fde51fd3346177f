"""Which receipts pay for it, on the pages of what is paid: contracts and their outcomes. Rooms above show the slot."""

from django.utils.translation import gettext_lazy as _

from marketplace.core.registry import Section, slot

from . import queries_lineage
from .states import StreamKind


@slot("contracts.contract", order=45)
def contract_is_paid_from(contract, _actor):
    """On a contract's page."""
    return _section(contract, _("Paid from these receipts"))


@slot("outcomes.outcome", order=45)
def outcome_is_paid_from(outcome, _actor):
    """On an outcome's page: the receipts that its contract is paid from."""
    return _section(outcome.contract, _("Made possible by"))


def _section(cause, heading):
    found = queries_lineage.paid_from(cause)
    if found is None:
        return None
    kinds = [(StreamKind(kind).label, *figures) for kind, figures in sorted(found.by_kind.items())]
    return Section("funds/paid_from.html", {"found": found, "kinds": kinds, "heading": heading})
