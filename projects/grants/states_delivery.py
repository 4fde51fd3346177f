"""States of what belongs to an agreement, and the tables of what can happen to it. The agreement's own verbs make these rows."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.rules import is_system
from marketplace.core.states import Step, Steps, Tell

from . import people_delivery as people
from . import rules, rules_agreements, rules_delivery

OFFICE_SIDE = (rules.secretary, rules_agreements.no_part)
LEADS = (rules.leader, rules_agreements.no_part)
GRANTEE, KEEPER = (rules_agreements.grantee,), (rules_agreements.keeper,)
IN_FORCE = (rules_delivery.agreement_in_force,)


class ReportState(TextChoices):
    PLANNED = "planned", pgettext_lazy("report", "not handed in yet")
    HANDED_IN = "handed_in", pgettext_lazy("report", "handed in")
    RETURNED = "returned", pgettext_lazy("report", "returned")
    ACCEPTED = "accepted", pgettext_lazy("report", "accepted")


R = ReportState
REPORT_DUE = frozenset({R.PLANNED, R.RETURNED})
REPORT_STEPS = Steps(
    "grants.report",
    ReportState,
    (
        Step("hand_in", (R.PLANNED, R.RETURNED), R.HANDED_IN, who=GRANTEE, label=_("Hand in the report"), done=_("Report handed in"),
             needs=(*IN_FORCE, rules_delivery.earlier_reports_accepted), public=True,
             tells=(Tell("grants.report_handed_in", people.office, _("Grant agreement %(agreement)s “%(application)s”: a report was handed in.")),)),
        Step("accept", (R.HANDED_IN,), R.ACCEPTED, who=(*OFFICE_SIDE, rules_delivery.not_the_reporter), label=_("Accept the report"), done=_("Report accepted"), needs=IN_FORCE, public=True,
             tells=(Tell("grants.report_accepted", people.grantee_and_finance, _("Grant agreement %(agreement)s “%(application)s”: the report was accepted.")),)),
        Step("return", (R.HANDED_IN,), R.RETURNED, who=(*OFFICE_SIDE, rules_delivery.not_the_reporter), label=_("Return the report"), done=_("Report returned"), needs=IN_FORCE, grave=True,
             tells=(Tell("grants.report_returned", people.grantee, _("Grant agreement %(agreement)s “%(application)s”: the report was returned: %(reason)s")),)),
        Step("tell_due", (R.PLANNED, R.RETURNED), None, who=(is_system,), label=_("Remind of the report"), done=_("Reminded of the report"),
             needs=(*IN_FORCE, rules_delivery.earlier_reports_accepted, rules_delivery.due_and_not_told),
             tells=(Tell("grants.report_due", people.grantee, _("Grant agreement %(agreement)s “%(application)s”: %(report)s is due on %(due)s.")),)),
        Step("tell_late", (R.PLANNED, R.RETURNED), None, who=(is_system,), label=_("Tell that the report is late"), done=_("Told that the report is late"),
             needs=(*IN_FORCE, rules_delivery.earlier_reports_accepted, rules_delivery.late_and_not_told),
             tells=(Tell("grants.report_late", people.grantee, _("Grant agreement %(agreement)s “%(application)s”: %(report)s was due on %(due)s and is not handed in. Please hand it in now.")),
                    Tell("grants.report_is_late", people.office, _("Grant agreement %(agreement)s “%(application)s”: the grantee has not handed in what was due on %(due)s: %(report)s.")))),
        Step("tell_above", (R.PLANNED, R.RETURNED), None, who=(is_system,), label=_("Tell the leader that the report stays late"), done=_("The leader was told that the report stays late"),
             needs=(*IN_FORCE, rules_delivery.earlier_reports_accepted, rules_delivery.late_for_long_and_not_told),
             tells=(Tell("grants.report_stays_late", people.leaders, _("Grant agreement %(agreement)s “%(application)s”: %(report)s was due on %(due)s and is still not handed in. The grantee and the secretariat were told; please see what is to be done.")),)),
    ),
)  # fmt: skip


class ChangeState(TextChoices):
    ASKED = "asked", pgettext_lazy("change", "waiting for approval")
    DONE = "done", pgettext_lazy("change", "in force")
    DECLINED = "declined", pgettext_lazy("change", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("change", "withdrawn")


C = ChangeState
CHANGE_STEPS = Steps(
    "grants.change",
    ChangeState,
    (
        Step("approve", (C.ASKED,), C.DONE, who=LEADS, label=_("Approve the change"), done=_("Budget change approved"), needs=IN_FORCE,
             tells=(Tell("grants.change_approved", people.grantee, _("Grant agreement %(agreement)s “%(application)s”: the budget change was approved.")),)),
        Step("decline", (C.ASKED,), C.DECLINED, who=LEADS, label=_("Decline the change"), done=_("Budget change declined"), grave=True,
             tells=(Tell("grants.change_declined", people.grantee, _("Grant agreement %(agreement)s “%(application)s”: the budget change was declined: %(reason)s")),)),
        Step("withdraw", (C.ASKED,), C.WITHDRAWN, who=GRANTEE, label=_("Withdraw the change"), done=_("Budget change withdrawn")),
    ),
)  # fmt: skip


class ExpenseState(TextChoices):
    ENTERED = "entered", pgettext_lazy("expense", "entered")
    STRUCK = "struck", pgettext_lazy("expense", "struck out")
    DISALLOWED = "disallowed", pgettext_lazy("expense", "not allowed")


E = ExpenseState
EXPENSE_STEPS = Steps(
    "grants.expense",
    ExpenseState,
    (
        Step("strike", (E.ENTERED,), E.STRUCK, who=KEEPER, label=_("Strike out"), done=_("Expense struck out"), needs=IN_FORCE),
        Step("disallow", (E.ENTERED,), E.DISALLOWED, who=OFFICE_SIDE, label=_("Do not allow it"), done=_("Expense not allowed"), needs=(rules_delivery.agreement_was_in_force,), grave=True,
             tells=(Tell("grants.expense_disallowed", people.grantee, _("Grant agreement %(agreement)s “%(application)s”: an expense is not allowed: %(reason)s")),)),
        Step("allow", (E.DISALLOWED,), E.ENTERED, who=OFFICE_SIDE, label=_("Allow it after all"), done=_("Expense allowed"), needs=IN_FORCE),
    ),
)  # fmt: skip


class VisitState(TextChoices):
    PLANNED = "planned", pgettext_lazy("visit", "planned")
    HELD = "held", pgettext_lazy("visit", "recorded")
    CALLED_OFF = "called_off", pgettext_lazy("visit", "called off")


V = VisitState
VISIT_STEPS = Steps(
    "grants.visit",
    VisitState,
    (
        Step("record", (V.PLANNED,), V.HELD, who=OFFICE_SIDE, label=_("Record the visit"), done=_("Visit recorded"), needs=(rules_delivery.visit_has_begun,),
             tells=(Tell("grants.visit_recorded", people.grantee, _("Grant agreement %(agreement)s “%(application)s”: the record of a visit is there.")),)),
        Step("call_off", (V.PLANNED,), V.CALLED_OFF, who=OFFICE_SIDE, label=_("Call the visit off"), done=_("Visit called off"), grave=True,
             tells=(Tell("grants.visit_called_off", people.grantee, _("Grant agreement %(agreement)s “%(application)s”: a visit was called off: %(reason)s")),)),
    ),
)  # fmt: skip


class RecoveryState(TextChoices):
    PROPOSED = "proposed", pgettext_lazy("recovery", "proposed")
    DEMANDED = "demanded", pgettext_lazy("recovery", "demanded back")
    RETURNED = "returned", pgettext_lazy("recovery", "came back")
    DROPPED = "dropped", pgettext_lazy("recovery", "dropped")


B = RecoveryState
RECOVERY_STEPS = Steps(
    "grants.recovery",
    RecoveryState,
    (
        Step("demand", (B.PROPOSED,), B.DEMANDED, who=(*LEADS, rules_delivery.not_its_proposer), label=_("Demand it back"), done=_("Demanded back"), second_factor=True, public=True,
             tells=(Tell("grants.demanded_back", people.grantee_and_finance, _("Grant agreement %(agreement)s “%(application)s”: %(amount)s yuan have to be paid back until %(due)s: %(why)s")),)),
        Step("drop", (B.PROPOSED, B.DEMANDED), B.DROPPED, who=LEADS, label=_("Drop the claim"), done=_("Claim dropped"), grave=True, second_factor=True,
             tells=(Tell("grants.claim_dropped", people.both_sides, _("Grant agreement %(agreement)s “%(application)s”: a claim was dropped: %(reason)s")),)),
        Step("book", (B.DEMANDED,), B.RETURNED, who=(rules_agreements.finance, rules_agreements.no_part, rules_delivery.not_its_demander), label=_("Book the money that came back"), done=_("Money came back"),
             second_factor=True, public=True,
             tells=(Tell("grants.came_back", people.both_sides, _("Grant agreement %(agreement)s “%(application)s”: %(amount)s yuan came back.")),)),
        Step("tell_due", (B.DEMANDED,), None, who=(is_system,), label=_("Remind of the claim"), done=_("Reminded of the claim"), needs=(rules_delivery.due_and_not_told,),
             tells=(Tell("grants.claim_due", people.grantee, _("Grant agreement %(agreement)s “%(application)s”: %(amount)s yuan have to be paid back until %(due)s.")),)),
        Step("tell_late", (B.DEMANDED,), None, who=(is_system,), label=_("Tell that the money is late"), done=_("Told that the money is late"), needs=(rules_delivery.late_and_not_told,),
             tells=(Tell("grants.claim_late", people.grantee, _("Grant agreement %(agreement)s “%(application)s”: %(amount)s yuan had to be paid back until %(due)s and have not come back. Please pay now.")),
                    Tell("grants.claim_is_late", people.office_and_finance, _("Grant agreement %(agreement)s “%(application)s”: %(amount)s yuan were to be paid back until %(due)s and have not come back.")))),
        Step("tell_above", (B.DEMANDED,), None, who=(is_system,), label=_("Tell the leader that the money stays late"), done=_("The leader was told that the money stays late"), needs=(rules_delivery.late_for_long_and_not_told,),
             tells=(Tell("grants.claim_stays_late", people.leaders, _("Grant agreement %(agreement)s “%(application)s”: %(amount)s yuan were to be paid back until %(due)s and have still not come back. The grantee, the secretariat and finance were told; please see what is to be done.")),)),
    ),
)  # fmt: skip


class ContributionState(TextChoices):
    TOLD = "told", pgettext_lazy("contribution", "entered")
    TAKEN_BACK = "taken_back", pgettext_lazy("contribution", "taken back")


CONTRIBUTION_STEPS = Steps(
    "grants.contribution",
    ContributionState,
    (
        Step("take_back", (ContributionState.TOLD,), ContributionState.TAKEN_BACK, who=GRANTEE, label=pgettext_lazy("contribution", "Take out"), done=pgettext_lazy("contribution", "Taken out"), needs=IN_FORCE),
    ),
)  # fmt: skip
