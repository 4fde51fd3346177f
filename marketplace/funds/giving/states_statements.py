"""The state table of statements of a bank or payment platform that are read in."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from marketplace.core.states import Step, Steps, Tell

from . import people, rules


class StatementState(TextChoices):
    DRY = "dry", _("read, nothing booked")
    BOOKED = "booked", _("booked in the ledger")
    DISCARDED = "discarded", _("discarded")


class Verdict(TextChoices):
    """What was found of a line."""

    NEW = "NEW", _("new gift")
    PLEDGE = "PLEDGE", _("keeps a promise")
    DUPLICATE = "DUPLICATE", _("there already")
    OUT = "OUT", _("money going out, left aside")
    BAD = "BAD", _("cannot be read")


STATEMENT_STEPS = Steps(
    "giving.statement",
    StatementState,
    (
        Step("read", (), StatementState.DRY, who=(rules.finance,), needs=(rules.fund_takes_gifts,), label=_("Read in a statement"), done=_("Statement read, nothing booked"),
             tells=(Tell("giving.statement_read", people.confirmers, _("A statement with %(count)s new gifts to “%(fund)s” waits to be booked.")),)),
        Step("book", (StatementState.DRY,), StatementState.BOOKED, who=(rules.handles, rules.not_reader), needs=(rules.fund_takes_gifts,), label=_("Book the new gifts"), done=_("Gifts booked"), second_factor=True),
        Step("discard", (StatementState.DRY,), StatementState.DISCARDED, who=(rules.handles,), label=_("Discard the statement"), done=_("Statement discarded"), grave=True),
    ),
)  # fmt: skip
