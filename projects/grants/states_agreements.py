"""States of agreements and tranches, and the tables of what can happen to them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.rules import is_system
from marketplace.core.states import Step, Steps, Tell

from . import people_delivery as people
from . import rules, rules_agreements, rules_delivery


class AgreementState(TextChoices):
    DRAFT = "draft", pgettext_lazy("agreement", "draft")
    OFFERED = "offered", pgettext_lazy("agreement", "waiting for signatures")
    RUNNING = "running", pgettext_lazy("agreement", "in force")
    AMENDING = "amending", _("in force, a change waits for signatures")
    CLOSED = "closed", pgettext_lazy("agreement", "closed")
    TERMINATED = "terminated", pgettext_lazy("agreement", "terminated")
    VOID = "void", _("not concluded")


G = AgreementState
LIVE = (G.RUNNING, G.AMENDING)
ENDED = (G.CLOSED, G.TERMINATED)
PUBLIC = frozenset({*LIVE, *ENDED})

OFFICE_SIDE = (rules.secretary, rules_agreements.no_part)
LEADS = (rules.leader, rules_agreements.no_part)
GRANTEE, KEEPER = (rules_agreements.grantee,), (rules_agreements.keeper,)

AGREEMENT_STEPS = Steps(
    "grants.agreement",
    AgreementState,
    (
        # ---- drawn up, signed, changed: domain.agreements ----------------------------------------------
        Step("draw", (), G.DRAFT, who=OFFICE_SIDE, label=_("Draw up the agreement"), done=_("Agreement drawn up"),
             needs=(rules_agreements.application_is_awarded, rules_agreements.round_delivers, rules_agreements.not_drawn_yet),
             hint=_("The promise of the fund moves from the round to this agreement.")),
        Step("edit", (G.DRAFT,), None, who=OFFICE_SIDE, label=_("Edit the agreement"), done=_("Agreement changed")),
        Step("offer", (G.DRAFT,), G.OFFERED, who=OFFICE_SIDE, label=pgettext_lazy("agreement", "Offer for signature"), done=pgettext_lazy("agreement", "Offered for signature"),
             needs=(rules_agreements.term_is_right, rules_agreements.lines_add_up, rules_agreements.tranches_add_up, rules_agreements.is_promised),
             hint=_("Makes the document that both sides sign."),
             tells=(Tell("grants.agreement_offered", people.signers, _("Grant agreement %(agreement)s “%(application)s” waits for your signature.")),)),
        Step("recall", (G.OFFERED,), G.DRAFT, who=OFFICE_SIDE, label=pgettext_lazy("agreement", "Take back"), done=pgettext_lazy("agreement", "Taken back"), grave=True,
             tells=(Tell("grants.agreement_recalled", people.grantee, _("Grant agreement %(agreement)s was taken back to be changed: %(reason)s")),)),
        Step("call_off", (G.DRAFT, G.OFFERED), G.VOID, who=(rules_agreements.leader_or_owner,), label=_("Do not conclude it"), done=pgettext_lazy("agreement", "Not concluded"), grave=True, second_factor=True,
             hint=_("The promise goes back to the round; the award may then be declined or the agreement drawn up again."),
             tells=(Tell("grants.agreement_called_off", people.both_sides, _("Grant agreement %(agreement)s “%(application)s” is not concluded: %(reason)s")),)),
        Step("take_up", (G.VOID,), G.DRAFT, who=OFFICE_SIDE, label=_("Draw up again"), done=_("Drawn up again"),
             needs=(rules_agreements.application_is_awarded, rules_agreements.round_delivers)),
        Step("sign_office", (G.OFFERED, G.AMENDING), None, who=(*LEADS, rules_agreements.not_its_drafter), label=pgettext_lazy("agreement", "Sign for the office"), done=pgettext_lazy("agreement", "Signed for the office"),
             needs=(rules_agreements.office_not_signed, rules_agreements.not_the_other_signer), second_factor=True, public=True,
             tells=(Tell("grants.agreement_signed_office", people.grantee, _("The office has signed grant agreement %(agreement)s “%(application)s”.")),)),
        Step("sign_organisation", (G.OFFERED, G.AMENDING), None, who=(rules_agreements.owner,), label=pgettext_lazy("agreement", "Sign for the organisation"), done=pgettext_lazy("agreement", "Signed for the organisation"),
             needs=(rules_agreements.organisation_not_signed, rules_agreements.not_the_other_signer), second_factor=True, public=True,
             tells=(Tell("grants.agreement_signed_organisation", people.office, _("The grantee has signed grant agreement %(agreement)s “%(application)s”.")),)),
        Step("take_effect", (G.OFFERED, G.AMENDING), G.RUNNING, who=(is_system,), label=pgettext_lazy("agreement", "Put in force"), done=pgettext_lazy("agreement", "In force"),
             needs=(rules_agreements.both_signed,), public=True,
             tells=(Tell("grants.agreement_in_force", people.both_sides_and_finance, _("Grant agreement %(agreement)s “%(application)s” is in force: both sides have signed.")),)),
        Step("amend", (G.RUNNING,), G.AMENDING, who=OFFICE_SIDE, label=_("Change the agreement"), done=_("Change offered for signature"),
             hint=_("The old text stays in force until both sides have signed the new one."),
             tells=(Tell("grants.agreement_amended", people.signers, _("A change of grant agreement %(agreement)s “%(application)s” waits for your signature.")),)),
        Step("drop_amendment", (G.AMENDING,), G.RUNNING, who=OFFICE_SIDE, label=_("Take the change back"), done=_("Change taken back"), grave=True),
        # ---- while it is used: domain.delivery -----------------------------------------------------------
        Step("move_budget", LIVE, None, who=GRANTEE, label=_("Change the budget"), done=_("Budget change entered"),
             hint=_("Within the share that the round allows it counts at once; above it the office decides."),
             tells=(Tell("grants.budget_moved", people.office, _("Grant agreement %(agreement)s “%(application)s”: the grantee changes its budget.")),)),
        Step("enter_expense", LIVE, None, who=KEEPER, label=_("Enter an expense"), done=_("Expense entered"), hint=_("With its voucher, for one line of the budget.")),
        Step("tell_contribution", LIVE, None, who=GRANTEE, label=_("Enter what others give"), done=_("Entered what others give"),
             hint=_("Volunteers, things, money of other funders: shown beside the grant.")),
        Step("plan_visit", LIVE, None, who=OFFICE_SIDE, label=_("Plan a visit"), done=_("Visit planned"),
             tells=(Tell("grants.visit_planned", people.grantee, _("Grant agreement %(agreement)s “%(application)s”: the office plans a visit on site.")),)),
        # ---- its end: domain.ending ------------------------------------------------------------------------
        Step("claim", (*LIVE, G.TERMINATED), None, who=OFFICE_SIDE, label=_("Propose to claim money back"), done=_("Proposed to claim money back"), needs=(rules_agreements.something_to_claim,), grave=True),
        Step("evaluate", (G.RUNNING,), None, who=OFFICE_SIDE, label=_("Evaluate the project"), done=_("Project evaluated"), needs=(rules_agreements.final_report_accepted,),
             tells=(Tell("grants.evaluated", people.leaders, _("Grant agreement %(agreement)s “%(application)s” is evaluated and waits to be closed.")),)),
        Step("close", (G.RUNNING,), G.CLOSED, who=(*LEADS, rules_agreements.not_its_evaluator), label=_("Close and publish the result"), done=_("Closed, result published"),
             needs=(rules_agreements.is_evaluated, rules_agreements.nothing_undecided, rules_agreements.money_is_accounted), public=True, second_factor=True,
             hint=_("What was not paid goes back to the fund."),
             tells=(Tell("grants.agreement_closed", people.both_sides, _("Grant agreement %(agreement)s “%(application)s” is closed; its result is public.")),)),
        Step("terminate", LIVE, G.TERMINATED, who=LEADS, label=pgettext_lazy("agreement", "Terminate"), done=pgettext_lazy("agreement", "Terminated"),
             public=True, grave=True, second_factor=True, hint=_("Nothing more is paid; what was paid can still be claimed back."),
             tells=(Tell("grants.agreement_terminated", people.both_sides, _("Grant agreement %(agreement)s “%(application)s” was terminated: %(reason)s")),)),
    ),
)  # fmt: skip


class TrancheState(TextChoices):
    PLANNED = "planned", pgettext_lazy("tranche", "planned")
    PAID = "paid", pgettext_lazy("tranche", "paid")
    DROPPED = "dropped", pgettext_lazy("tranche", "not paid out")


T = TrancheState
TRANCHE_STEPS = Steps(
    "grants.tranche",
    TrancheState,
    (
        Step("pay", (T.PLANNED,), T.PAID, who=(rules_agreements.finance, rules_agreements.no_part, rules_delivery.not_who_accepted), label=pgettext_lazy("tranche", "Pay"), done=pgettext_lazy("tranche", "Paid"),
             needs=(rules_delivery.agreement_in_force, rules_delivery.condition_met, rules_delivery.earlier_ones_settled, rules_delivery.within_award), public=True, second_factor=True,
             tells=(Tell("grants.tranche_paid", people.grantee, _("Grant agreement %(agreement)s “%(application)s”: %(tranche)s was paid.")),)),
        Step("drop", (T.PLANNED,), T.DROPPED, who=(rules_delivery.leader_or_system, rules_agreements.no_part), label=_("Do not pay it out"), done=_("Not to be paid out"),
             needs=(rules_delivery.agreement_was_in_force,), public=True, grave=True, hint=_("Its money goes back to the fund."),
             tells=(Tell("grants.tranche_dropped", people.grantee, _("Grant agreement %(agreement)s “%(application)s”: %(tranche)s is not paid out: %(reason)s")),)),
    ),
)  # fmt: skip
