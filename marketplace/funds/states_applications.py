"""An application to a fund: asked → stewards' opinions → decision with reasons → payment against evidence → report."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.rules import is_known
from marketplace.core.states import Step, Steps, Tell

from . import people
from . import rules_applications as rules


class ApplicationState(TextChoices):
    ASKED = "asked", _("with the stewards")
    WITHDRAWN = "withdrawn", pgettext_lazy("funds", "withdrawn")
    DECLINED = "declined", _("declined")
    APPROVED = "approved", _("approved, being paid")
    PAID = "paid", _("paid, report due")
    REPORTED = "reported", _("reported")
    CLOSED = "closed", pgettext_lazy("funds", "closed")
    TAKEN_BACK = "taken_back", _("approval taken back")


S = ApplicationState
PUBLIC = frozenset({S.APPROVED, S.PAID, S.REPORTED, S.CLOSED})


class Verdict(TextChoices):
    FOR = "FOR", _("for it")
    AGAINST = "AGAINST", _("against it")


class Group(TextChoices):
    """Whom the money helps: shown by group, never by name (E05)."""

    ALL = "ALL", _("all residents")
    ELDERS = "ELDERS", _("older people")
    ELDERS_ALONE = "ELDERS_ALONE", _("empty-nest elders")
    CHILDREN = "CHILDREN", _("children and young people")
    ORPHANS = "ORPHANS", _("orphaned and disabled children")
    DISABLED = "DISABLED", _("people with disabilities")
    HARDSHIP = "HARDSHIP", _("households in difficulty")
    NEWCOMERS = "NEWCOMERS", _("migrant families")


APPLICATION_STEPS = Steps(
    "funds.application",
    ApplicationState,
    (
        Step("ask", (), S.ASKED, who=(is_known,), label=_("Apply to this fund"), done=_("Applied"),
             needs=(rules.fund_takes_applications, rules.amount_within_limits, rules.purpose_of_the_fund, rules.speaks_for_organisation),
             tells=(Tell("funds.asked", people.stewards, _("A new application to “%(fund)s” waits for your opinion: %(number)s.")),)),
        Step("withdraw", (S.ASKED,), S.WITHDRAWN, who=(rules.asker,), label=pgettext_lazy("funds", "Withdraw"), done=pgettext_lazy("funds", "Withdrawn"), grave=True),
        Step("give_opinion", (S.ASKED,), None, who=(rules.steward, rules.no_own_interest, rules.not_stepped_out), label=_("Give an opinion"), done=_("Opinion given")),
        Step("step_out", (S.ASKED,), None, who=(rules.steward,), label=_("Step out (own interest)"), done=_("A steward stepped out"), needs=(rules.not_out_yet,)),
        Step("approve", (S.ASKED,), S.APPROVED, who=(rules.steward, rules.no_own_interest, rules.not_stepped_out), label=_("Approve"), done=_("Approved"), public=True,
             needs=(rules.opinions_are_there, rules.majority_for),
             tells=(Tell("funds.application_approved", people.asker_and_keepers, _("Application %(number)s to “%(fund)s” is approved.")),)),
        Step("decline", (S.ASKED,), S.DECLINED, who=(rules.steward, rules.no_own_interest, rules.not_stepped_out), label=_("Decline with reasons"), done=_("Declined"), grave=True,
             needs=(rules.opinions_are_there,),
             tells=(Tell("funds.application_declined", people.asker, _("Application %(number)s to “%(fund)s” is declined: %(reason)s")),)),
        Step("pay", (S.APPROVED,), None, who=(rules.keeper, rules.not_decider), label=_("Pay against evidence"), done=_("Paid"), public=True, second_factor=True,
             tells=(Tell("funds.application_paid", people.asker, _("Money for application %(number)s to “%(fund)s” was paid.")),)),
        Step("finish", (S.APPROVED,), S.PAID, who=(rules.keeper,), label=_("Nothing more is paid"), done=_("Paid out"), needs=(rules.something_paid,), public=True,
             hint=_("What is left of the approved sum is free again."),
             tells=(Tell("funds.report_due", people.asker, _("Please report what application %(number)s to “%(fund)s” was used for.")),)),
        Step("take_back", (S.APPROVED,), S.TAKEN_BACK, who=(rules.steward, rules.no_own_interest), label=_("Take the approval back"), done=_("Approval taken back"), grave=True,
             needs=(rules.nothing_paid,),
             tells=(Tell("funds.application_taken_back", people.asker_and_keepers, _("The approval of application %(number)s to “%(fund)s” was taken back: %(reason)s")),)),
        Step("report", (S.PAID,), S.REPORTED, who=(rules.asker,), label=_("Report what it was used for"), done=_("Reported"), public=True,
             tells=(Tell("funds.reported", people.stewards, _("Application %(number)s to “%(fund)s”: the report is there.")),)),
        Step("ask_again", (S.REPORTED,), S.PAID, who=(rules.steward, rules.no_own_interest), label=_("Ask for a better report"), done=_("A better report asked for"),
             tells=(Tell("funds.report_returned", people.asker, _("The report on application %(number)s to “%(fund)s” was returned: %(reason)s")),)),
        Step("close", (S.REPORTED,), S.CLOSED, who=(rules.steward, rules.no_own_interest), label=_("Accept the report"), done=_("Report accepted"), public=True),
    ),
)  # fmt: skip
