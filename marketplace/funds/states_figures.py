"""Rule figures of funds: a number that is in force from a day on, with its clause; a change is a new dated row."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from marketplace.core.states import Step, Steps, Tell

from . import people
from . import rules_money as rules


class FigureState(TextChoices):
    DRAFT = "draft", _("draft")
    APPROVED = "approved", _("approved")
    DISCARDED = "discarded", _("discarded")


class FigureKey(TextChoices):
    IDLE_DAYS = "IDLE_DAYS", _("days without spending after which a micro-fund is idle")
    WARN_DAYS = "WARN_DAYS", _("days after which an idle micro-fund is warned")
    WINDUP_DAYS = "WINDUP_DAYS", _("days after the warning until it may be wound up without its stewards' request")
    OPENING_LEAST = "OPENING_LEAST", _("least opening money of a micro-fund (yuan)")
    STEWARDS_LEAST = "STEWARDS_LEAST", _("least number of stewards of a micro-fund")
    RESIDENTS_LEAST = "RESIDENTS_LEAST", _("elected residents among the stewards, at least (percent)")
    TERM_MOST = "TERM_MOST", _("longest term of a steward (months)")
    FEE_MOST = "FEE_MOST", _("highest fee of a host (percent of what comes in)")
    OPINIONS_LEAST = "OPINIONS_LEAST", _("opinions of stewards before a decision, at least")
    BOARD_LEAST = "BOARD_LEAST", _("least members of a foundation's board")
    BASE_SHARE = "BASE_SHARE", _("share of the guarantee money that all communities get alike (percent)")
    YEAR_END_DAYS = "YEAR_END_DAYS", _("days after the end of a budget year within which the rest is decided on")
    PLEDGE_DAYS = "PLEDGE_DAYS", _("days within which a promise of a gift by hand is kept")


FIGURE_STEPS = Steps(
    "funds.figure",
    FigureState,
    (
        Step("draft", (), FigureState.DRAFT, who=(rules.keeps_figures,), label=_("Propose another figure"), done=_("Figure proposed"), needs=(rules.figure_lies_ahead, rules.figure_in_bounds),
             tells=(Tell("funds.figure_drafted", people.figure_leaders, _("A rule figure of the funds waits for approval: %(figure)s")),)),
        Step("approve", (FigureState.DRAFT,), FigureState.APPROVED, who=(rules.decides_figures, rules.not_figure_drafter), label=_("Approve"), done=_("Approved"), needs=(rules.figure_lies_ahead,), second_factor=True),
        Step("discard", (FigureState.DRAFT,), FigureState.DISCARDED, who=(rules.keeps_figures,), label=_("Discard"), done=_("Discarded")),
    ),
)  # fmt: skip
