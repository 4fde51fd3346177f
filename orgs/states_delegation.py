"""The table of delegations: the holder asks, the deputy agrees, either may end it, and it ends by itself.

Which roles are lent and which are never joined in one hand: docs/decisions/delegation.md.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.states import Step, Steps, Tell

from . import people, rules
from . import rules_delegation as lending
from .states import OFFICE_ROLES, Role

# Bound to the person: openers attend, evaluators judge and declare their interests themselves (Order 87, arts 40, 47, 49).
PERSONAL_ROLES = frozenset({Role.OPENER, Role.EVALUATOR})
# Pairs of roles of one office that are not joined in one hand by lending: who drafts, proposes or evaluates does not
# approve; who accepts does not pay; who writes does not publish; the secretariat does not evaluate; who audits does nothing else.
SEPARATE = frozenset(
    {
        *(
            frozenset({Role.LEADER.value, other.value})
            for other in (Role.BUYER, Role.SECRETARY, Role.EVALUATOR, Role.FINANCE, Role.KEEPER)
        ),
        frozenset({Role.BUYER.value, Role.FINANCE.value}),
        frozenset({Role.BUYER.value, Role.EDITOR.value}),
        frozenset({Role.SECRETARY.value, Role.EVALUATOR.value}),
        *(frozenset({Role.AUDITOR.value, other.value}) for other in OFFICE_ROLES if other != Role.AUDITOR),
    }
)


class DelegationState(TextChoices):
    ASKED = "asked", _("waiting for the deputy")
    HELD = "held", _("agreed")
    DECLINED = "declined", _("declined")
    TAKEN_BACK = "taken_back", _("taken back")
    GIVEN_BACK = "given_back", _("given back")
    ENDED = "ended", _("over")


D = DelegationState
FITS = (
    lending.role_is_lendable, lending.role_reaches, lending.to_another, lending.to_a_member, lending.not_theirs_already, lending.kept_apart,
    lending.not_lent_twice, lending.deputy_has_second_factor, lending.nobody_in_conflict, lending.fresh_where_it_binds,
)  # fmt: skip

STEPS = Steps(
    "orgs.delegation",
    DelegationState,
    (
        Step(
            "delegate",
            (),
            D.ASKED,
            (lending.own_role,),
            _("Delegate the role"),
            _("Role delegated"),
            needs=(lending.days_in_order, lending.not_from_the_past, lending.not_too_long, *FITS),
            tells=(
                Tell(
                    "orgs.delegation_asked",
                    people.deputy,
                    _("%(holder)s asks you to stand in as %(role)s in “%(body)s” from %(from)s to %(to)s."),
                ),
            ),
            hint=_("Your deputy is asked first. The records name every act of theirs as done on your behalf."),
        ),
        Step(
            "accept",
            (D.ASKED,),
            D.HELD,
            (lending.the_deputy,),
            _("Agree"),
            _("Agreed to stand in"),
            needs=(lending.not_over_yet, *FITS),
            tells=(
                Tell(
                    "orgs.delegation_accepted",
                    people.who_must_know,
                    _("%(deputy)s stands in for %(holder)s as %(role)s in “%(body)s” from %(from)s to %(to)s."),
                ),
            ),
            hint=_("You act on the holder's behalf, with your own second factor, and the records say so. What you or the holder drafted you do not approve."),
        ),
        Step(
            "decline",
            (D.ASKED,),
            D.DECLINED,
            (lending.the_deputy,),
            _("Decline"),
            _("Declined to stand in"),
            tells=(
                Tell(
                    "orgs.delegation_declined",
                    people.lender,
                    _("%(deputy)s does not stand in for you as %(role)s in “%(body)s”."),
                ),
            ),
        ),
        Step(
            "take_back",
            (D.ASKED, D.HELD),
            D.TAKEN_BACK,
            (lending.may_take_back,),
            _("Take back"),
            pgettext_lazy("orgs", "Taken back"),
            tells=(
                Tell(
                    "orgs.delegation_taken_back",
                    people.both_of_them,
                    _("%(deputy)s no longer stands in for %(holder)s as %(role)s in “%(body)s”: taken back."),
                ),
            ),
            grave=True,
        ),
        Step(
            "give_back",
            (D.HELD,),
            D.GIVEN_BACK,
            (lending.the_deputy,),
            _("Give back"),
            _("Given back"),
            tells=(
                Tell(
                    "orgs.delegation_given_back",
                    people.lender,
                    _("%(deputy)s no longer stands in for you as %(role)s in “%(body)s”: given back."),
                ),
            ),
            grave=True,
        ),
        Step(
            "end",
            (D.ASKED, D.HELD),
            D.ENDED,
            (rules.is_system,),
            _("End by the clock"),
            _("Ended by itself"),
            needs=(lending.has_run_out,),
            tells=(
                Tell(
                    "orgs.delegation_ended",
                    people.both_of_them,
                    _("The time in which %(deputy)s stands in for %(holder)s as %(role)s in “%(body)s” is over."),
                ),
            ),
        ),
    ),
)  # fmt: skip
