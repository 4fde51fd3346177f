"""States of applications and of the organisations that work on them, and the tables of what can happen to them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.states import Step, Steps, Tell

from . import people, rules, rules_applications, rules_concepts


class ApplicationState(TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("handed in")
    WITHDRAWN = "withdrawn", pgettext_lazy("application", "withdrawn")
    RETURNED = "returned", _("returned to be completed")
    INELIGIBLE = "ineligible", _("does not meet the conditions")
    ACCEPTED = "accepted", _("passed the screening")
    AWARDED = "awarded", pgettext_lazy("grants", "awarded")
    WAITING = "waiting", _("on the waiting list")
    NOMINATED = "nominated", _("to step up from the waiting list")
    REJECTED = "rejected", pgettext_lazy("application", "not awarded")
    DECLINED = "declined", _("award declined by the applicant")


A = ApplicationState
HANDED_IN = frozenset(A) - {A.DRAFT, A.WITHDRAWN}
WRITABLE = (A.DRAFT, A.SUBMITTED, A.WITHDRAWN, A.RETURNED)
JUDGED = frozenset({A.AWARDED, A.WAITING, A.NOMINATED, A.REJECTED, A.DECLINED})
# Counts against the limit of applications an organisation may hand in.
COUNTED = frozenset(A) - {A.WITHDRAWN}

TAKING = (rules_applications.call_takes_applications, rules_applications.in_time)

APPLICATION_STEPS = Steps(
    "grants.application",
    ApplicationState,
    (
        # ---- the applicant's: domain.applications -----------------------------------------------------
        Step("start", (), A.DRAFT, who=(rules.applicant,), label=_("Begin an application"), done=_("Application begun"),
             needs=(*TAKING, rules_applications.is_eligible, rules_applications.below_limit, rules_concepts.is_invited)),
        Step("save", WRITABLE, None, who=(rules.writer,), label=_("Edit the application"), done=_("Draft saved"), needs=(rules_applications.may_be_written,)),
        Step("submit", (A.DRAFT, A.WITHDRAWN), A.SUBMITTED, who=(rules.applicant,), label=_("Hand in"), done=_("Handed in"),
             needs=(*TAKING, rules_applications.is_eligible, rules_applications.has_draft)),
        Step("replace", (A.SUBMITTED,), None, who=(rules.applicant,), label=_("Hand in anew"), done=_("Handed in anew"),
             needs=(*TAKING, rules_applications.is_eligible, rules_applications.has_draft)),
        Step("withdraw", (A.SUBMITTED, A.RETURNED, A.ACCEPTED), A.WITHDRAWN, who=(rules.applicant,), label=pgettext_lazy("grants", "Withdraw"), done=pgettext_lazy("grants", "Withdrawn"),
             needs=(rules_applications.not_proposed_yet,), grave=True, hint=_("Until the deadline it can be handed in again.")),
        Step("resubmit", (A.RETURNED,), A.SUBMITTED, who=(rules.applicant,), label=_("Hand in the completed application"), done=_("Handed in again"),
             needs=(rules_applications.cure_in_time, rules_applications.has_draft),
             tells=(Tell("grants.resubmitted", people.secretaries, _("Grant round %(number)s: “%(application)s” was completed and handed in again.")),)),
        Step("comment", tuple(A), None, who=(rules.talker,), label=_("Write to the team"), done=_("Written to the team")),
        # ---- screening: domain.screening ---------------------------------------------------------------
        Step("pass", (A.SUBMITTED,), A.ACCEPTED, who=(rules.secretary, rules.no_stake), label=_("Passes the screening"), done=_("Passed the screening"),
             needs=(rules_applications.round_is_screening,),
             tells=(Tell("grants.passed", people.team, _("Your application “%(application)s” passed the screening of grant round %(number)s.")),)),
        Step("return", (A.SUBMITTED,), A.RETURNED, who=(rules.secretary, rules.no_stake), label=_("Return to be completed"), done=_("Returned to be completed"),
             needs=(rules_applications.round_is_screening,), grave=True,
             tells=(Tell("grants.returned", people.team, _("Your application “%(application)s” must be completed by %(cure)s: %(reason)s")),)),
        Step("exclude", (A.SUBMITTED, A.RETURNED), A.INELIGIBLE, who=(rules.secretary, rules.no_stake), label=_("Does not meet the conditions"), done=_("Does not meet the conditions"),
             needs=(rules_applications.round_is_screening, rules_applications.cure_is_over), grave=True,
             tells=(Tell("grants.excluded", people.team, _("Your application “%(application)s” does not meet the conditions of grant round %(number)s: %(reason)s")),)),
        # ---- after the decision: domain.determination ---------------------------------------------------
        Step("award", (A.ACCEPTED,), A.AWARDED, who=(rules.leader,), label=pgettext_lazy("grants step", "Award"), done=pgettext_lazy("grants step", "Awarded"), public=True, needs=(rules_applications.round_is_being_decided,)),
        Step("wait", (A.ACCEPTED,), A.WAITING, who=(rules.leader,), label=_("Put on the waiting list"), done=_("Put on the waiting list"), needs=(rules_applications.round_is_being_decided,)),
        Step("reject", (A.ACCEPTED,), A.REJECTED, who=(rules.leader,), label=_("Do not award"), done=pgettext_lazy("application", "Not awarded"), needs=(rules_applications.round_is_being_decided,)),
        Step("reconsider", (A.AWARDED, A.WAITING, A.NOMINATED, A.REJECTED), A.ACCEPTED, who=(rules.leader,), label=_("Decide again"), done=_("To be decided again"),
             needs=(rules_applications.no_agreement_yet,)),
        Step("decline", (A.AWARDED,), A.DECLINED, who=(rules.owner,), label=_("Decline the award"), done=_("Award declined"), grave=True, second_factor=True,
             needs=(rules_applications.no_agreement_yet,), hint=_("The money becomes free for the waiting list."),
             tells=(Tell("grants.declined", people.secretaries, _("Grant round %(number)s: the award for “%(application)s” was declined; the waiting list may step up.")),)),
        Step("nominate", (A.WAITING,), A.NOMINATED, who=(rules.secretary, rules.no_stake), label=_("Propose to step up"), done=_("Proposed to step up"),
             needs=(rules_applications.first_in_line, rules_applications.round_gives_awards),
             tells=(Tell("grants.nominated", people.leaders, _("Grant round %(number)s: “%(application)s” is proposed to step up from the waiting list.")),)),
        Step("step_up", (A.NOMINATED,), A.AWARDED, who=(rules.leader, rules.not_nominator, rules.no_stake), label=_("Award from the waiting list"), done=_("Awarded from the waiting list"),
             needs=(rules_applications.round_gives_awards, rules_applications.money_is_left), second_factor=True, public=True,
             tells=(Tell("grants.stepped_up", people.team, _("Your application “%(application)s” stepped up from the waiting list of grant round %(number)s and is awarded.")),)),
        Step("send_nomination_back", (A.NOMINATED,), A.WAITING, who=(rules.leader, rules.no_stake), label=_("Leave it on the waiting list"), done=_("Left on the waiting list"), grave=True),
    ),
)  # fmt: skip


class PartnerState(TextChoices):
    INVITED = "invited", _("invited")
    JOINED = "joined", _("in the team")
    ENDED = "ended", _("not in the team any more")


P = PartnerState
PARTNER_STEPS = Steps(
    "grants.partner",
    PartnerState,
    (
        Step("invite", (), P.INVITED, who=(rules.leads,), label=_("Invite an organisation"), done=_("Invited"),
             needs=(rules_applications.application_is_open, rules_applications.another_organisation),
             tells=(Tell("grants.invited", people.partner, _("“%(application)s”: your organisation is invited to apply together.")),)),
        Step("join", (P.INVITED,), P.JOINED, who=(rules.partner_owner,), label=_("Join the team"), done=_("Joined"), needs=(rules_applications.application_is_open,),
             tells=(Tell("grants.joined", people.leading_side, _("“%(application)s”: an invited organisation has joined.")),)),
        Step("change_right", (P.INVITED, P.JOINED), None, who=(rules.leads,), label=_("Change what it may do"), done=_("Right changed")),
        Step("end", (P.INVITED, P.JOINED), P.ENDED, who=(rules.leads_or_partner,), label=_("End it"), done=_("Ended"), grave=True),
    ),
)  # fmt: skip
