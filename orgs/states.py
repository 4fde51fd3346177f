"""Roles and the state tables of organisations, their papers, memberships and requests to join.

Choices made here: a LEADER verifies, returns, suspends and reinstates; whoever applied for an organisation or
belongs to it never decides about it. An assessment grade and an incubation stage are recorded by officers, never
by the organisation. A suspended organisation cannot withdraw: the register keeps the suspension in sight.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core import registry
from marketplace.core.states import Step, Steps, Tell

from . import people, rules


class Role(TextChoices):
    """What a person may be in a body. The first nine are roles of an office, the others of an organisation."""

    BUYER = "BUYER", _("buyer")
    OPENER = "OPENER", _("opener")
    SECRETARY = "SECRETARY", _("evaluation secretary")
    EVALUATOR = "EVALUATOR", _("evaluator")
    LEADER = "LEADER", _("leader")
    FINANCE = "FINANCE", _("finance officer")
    EDITOR = "EDITOR", _("editor")
    AUDITOR = "AUDITOR", _("auditor")
    KEEPER = "KEEPER", _("keeper of master data")
    OWNER = "OWNER", _("owner")
    BID_WRITER = "BID_WRITER", _("bid writer")
    ORG_FINANCE = "ORG_FINANCE", _("organisation's finance")
    VOLUNTEER_COORDINATOR = "VOLUNTEER_COORDINATOR", _("volunteer coordinator")


OFFICE_ROLES = (
    Role.BUYER, Role.OPENER, Role.SECRETARY, Role.EVALUATOR, Role.LEADER, Role.FINANCE, Role.EDITOR, Role.AUDITOR,
    Role.KEEPER,
)  # fmt: skip
ORGANISATION_ROLES = (Role.OWNER, Role.BID_WRITER, Role.ORG_FINANCE, Role.VOLUNTEER_COORDINATOR)
# Roles whose acts bind: they need a second factor (opening, awarding, signing, paying).
SECOND_FACTOR_ROLES = frozenset({Role.OPENER, Role.LEADER, Role.FINANCE, Role.BUYER, Role.OWNER})
registry.roles(dict(Role.choices), binding=SECOND_FACTOR_ROLES)


class OrganisationState(TextChoices):
    APPLIED = "applied", _("waiting for verification")
    RETURNED = "returned", _("returned for correction")
    VERIFIED = "verified", _("verified")
    SUSPENDED = "suspended", _("suspended")
    WITHDRAWN = "withdrawn", _("withdrawn")


class DocumentState(TextChoices):
    CURRENT = "current", _("current")
    REPLACED = "replaced", _("replaced")


class MembershipState(TextChoices):
    HELD = "held", _("held")
    ENDED = "ended", _("ended")


class JoinState(TextChoices):
    ASKED = "asked", _("waiting for the owner")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")


class Standing(TextChoices):
    """Of offices and communities: whether a last day is set."""

    STANDING = "standing", _("standing")
    ENDED = "ended", _("last day set")


PUBLIC = frozenset({OrganisationState.VERIFIED, OrganisationState.SUSPENDED})
S = OrganisationState
ON_FILE = (S.APPLIED, S.RETURNED, S.VERIFIED, S.SUSPENDED)

STEPS = Steps(
    "orgs.organisation",
    OrganisationState,
    (
        Step(
            "apply",
            (),
            S.APPLIED,
            (rules.is_known,),
            _("Apply for the register"),
            _("Applied for the register"),
            needs=(rules.code_is_new, rules.not_applied_yet, rules.form_fits_code, rules.founded_by_today),
            tells=(
                Tell(
                    "orgs.applied",
                    people.registrars,
                    _("“%(name)s” has applied for the register; please check the application."),
                ),
            ),
        ),
        Step(
            "resubmit",
            (S.RETURNED, S.WITHDRAWN),
            S.APPLIED,
            (rules.owner,),
            _("Correct and apply again"),
            _("Applied again"),
            needs=(rules.code_is_new, rules.form_fits_code, rules.founded_by_today),
            tells=(
                Tell(
                    "orgs.resubmitted",
                    people.registrars,
                    _("“%(name)s” has corrected its application; please check it again."),
                ),
            ),
        ),
        Step(
            "edit",
            ON_FILE,
            None,
            (rules.owner,),
            _("Edit profile and contact"),
            _("Profile edited"),
            hint=_("Name, code and legal form stand in the certificate; to change them, apply again."),
        ),
        Step(
            "add_document",
            ON_FILE,
            None,
            (rules.owner,),
            pgettext_lazy("register", "Add a document"),
            _("Document added"),
        ),
        Step(
            "verify",
            (S.APPLIED,),
            S.VERIFIED,
            (rules.registrar, rules.independent),
            _("Verify"),
            _("Verified"),
            needs=(rules.certificate_is_valid, rules.code_is_free),
            tells=(
                Tell("orgs.verified", people.owners, _("“%(name)s” is verified and stands in the public register.")),
            ),
            public=True,
            hint=_("The organisation appears in the public register and may bid."),
        ),
        Step(
            "return",
            (S.APPLIED,),
            S.RETURNED,
            (rules.registrar, rules.independent),
            _("Return with reasons"),
            _("Returned for correction"),
            tells=(Tell("orgs.returned", people.owners, _("The application of “%(name)s” was returned: %(reason)s")),),
        ),
        Step(
            "suspend",
            (S.VERIFIED,),
            S.SUSPENDED,
            (rules.registrar, rules.independent),
            _("Suspend with reasons"),
            _("Suspended"),
            tells=(Tell("orgs.suspended", people.owners, _("“%(name)s” is suspended and cannot bid: %(reason)s")),),
            public=True,
            grave=True,
            hint=_("The reason is public. A suspended organisation cannot bid; its contracts run on."),
        ),
        Step(
            "reinstate",
            (S.SUSPENDED,),
            S.VERIFIED,
            (rules.registrar, rules.independent),
            _("Reinstate"),
            _("Reinstated"),
            tells=(
                Tell("orgs.reinstated", people.owners, _("The suspension of “%(name)s” is lifted; it may bid again.")),
            ),
            public=True,
        ),
        Step(
            "withdraw",
            (S.APPLIED, S.RETURNED, S.VERIFIED),
            S.WITHDRAWN,
            (rules.owner,),
            _("Withdraw from the register"),
            _("Withdrawn"),
            tells=(Tell("orgs.withdrawn", people.registrars, _("“%(name)s” has withdrawn from the register.")),),
            public=True,
            grave=True,
            hint=_("The organisation leaves the public list and cannot bid. It may apply again later."),
        ),
        Step(
            "reply",
            (S.SUSPENDED,),
            None,
            (rules.owner,),
            _("Reply to the suspension"),
            _("Replied to the suspension"),
            public=True,
            hint=_("Your reply stands beside the reason, for everybody to read."),
        ),
        Step(
            "record_grade",
            (S.VERIFIED, S.SUSPENDED),
            None,
            (rules.records_grade, rules.independent),
            _("Record an assessment grade"),
            _("Assessment grade recorded"),
            public=True,
            hint=_("A grade is valid for five years and is shown, not scored."),
        ),
        Step(
            "lower_grade",
            (S.VERIFIED, S.SUSPENDED),
            None,
            (rules.registrar, rules.independent),
            _("Lower the grade, or take it away"),
            _("Assessment grade lowered or taken away"),
            public=True,
            grave=True,
        ),
        Step(
            "record_incubation",
            (S.VERIFIED, S.SUSPENDED),
            None,
            (rules.records_stage, rules.independent),
            _("Record the incubation stage"),
            _("Incubation stage recorded"),
            public=True,
        ),
        Step(
            "record_hub",
            (S.VERIFIED, S.SUSPENDED),
            None,
            (rules.registrar, rules.independent),
            _("Recognise as hub, or no longer"),
            _("Recognition as hub changed"),
            public=True,
        ),
    ),
)

DOCUMENT_STEPS = Steps(
    "orgs.document",
    DocumentState,
    (
        Step(
            "add",
            (),
            DocumentState.CURRENT,
            (rules.files_papers,),
            pgettext_lazy("register", "Add a document"),
            _("Document added"),
            needs=(rules.one_of_a_kind,),
        ),
        Step(
            "replace",
            (DocumentState.CURRENT,),
            DocumentState.REPLACED,
            (rules.files_papers,),
            _("Replace by a newer one"),
            _("Replaced by a newer one"),
        ),
        Step(
            "tell_expiring",
            (DocumentState.CURRENT,),
            None,
            (rules.is_system,),
            _("Tell that it expires"),
            _("Members told that it expires"),
            needs=(rules.expiring_and_not_told,),
            tells=(
                Tell(
                    "orgs.document_expiring",
                    people.of_document,
                    _(
                        "The document “%(document)s” of “%(name)s” expires on %(day)s. "
                        "After that day the organisation cannot bid."
                    ),
                ),
            ),
        ),
        Step(
            "tell_expired",
            (DocumentState.CURRENT,),
            None,
            (rules.is_system,),
            _("Tell that it has expired"),
            _("Members told that it has expired"),
            needs=(rules.expired_and_not_told,),
            tells=(
                Tell(
                    "orgs.document_expired",
                    people.of_document,
                    _(
                        "The document “%(document)s” of “%(name)s” expired on %(day)s. "
                        "Until it is replaced the organisation cannot bid."
                    ),
                ),
            ),
        ),
    ),
)

MEMBERSHIP_STEPS = Steps(
    "orgs.membership",
    MembershipState,
    (
        Step(
            "grant",
            (),
            MembershipState.HELD,
            (rules.appoints,),
            _("Give a role"),
            _("Role given"),
            needs=(
                rules.role_fits_body,
                rules.dates_in_order,
                rules.not_over,
                rules.not_backdated,
                rules.not_to_oneself,
                rules.not_held_yet,
            ),
            tells=(Tell("orgs.role_granted", people.holder, _("You have been given a role in “%(body)s”: %(role)s.")),),
            second_factor=True,
        ),
        Step(
            "end",
            (MembershipState.HELD,),
            MembershipState.ENDED,
            (rules.may_end,),
            _("End the role"),
            _("Role ended"),
            needs=(rules.not_the_last_owner,),
            tells=(Tell("orgs.role_ended", people.holder, _("Your role in “%(body)s” has ended: %(role)s.")),),
            grave=True,
        ),
        Step(
            "hand_over",
            (MembershipState.HELD,),
            MembershipState.ENDED,
            (rules.is_person,),
            _("Hand over to one's other account"),
            _("Role handed over to another account of the same person"),
        ),
        Step(
            "take_over",
            (),
            MembershipState.HELD,
            (rules.is_person,),
            _("Take over from one's other account"),
            _("Role taken over from another account of the same person"),
            needs=(rules.role_fits_body, rules.dates_in_order),
        ),
    ),
)

JOIN_STEPS = Steps(
    "orgs.join",
    JoinState,
    (
        Step(
            "ask",
            (),
            JoinState.ASKED,
            (rules.is_known,),
            _("Ask to join this organisation"),
            _("Asked to join"),
            needs=(
                rules.not_withdrawn,
                rules.in_the_register,
                rules.role_of_an_organisation,
                rules.not_a_member_yet,
                rules.not_asked_yet,
            ),
            tells=(
                Tell("orgs.join_asked", people.consenters, _("%(person)s asks to join “%(name)s”. Do you consent?")),
            ),
        ),
        Step(
            "accept",
            (JoinState.ASKED,),
            JoinState.ACCEPTED,
            (rules.speaks_for_it, rules.not_the_asker),
            _("Accept"),
            _("Accepted"),
            tells=(Tell("orgs.join_accepted", people.asker, _("You are now a member of “%(name)s”.")),),
            second_factor=True,
        ),
        Step(
            "decline",
            (JoinState.ASKED,),
            JoinState.DECLINED,
            (rules.speaks_for_it, rules.not_the_asker),
            _("Decline"),
            _("Declined"),
            tells=(
                Tell("orgs.join_declined", people.asker, _("Your request to join “%(name)s” was declined: %(reason)s")),
            ),
        ),
    ),
)
