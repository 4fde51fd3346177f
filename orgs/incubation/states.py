"""States of centres, intake rounds, groups, stays, bookings, requests for help; trainings: `states_trainings`.

Choices made here: staff prepares, a leader who has no part in the body decides. An organisation signs its agreement with a
second factor; a filed group comes in without one, by the short way. Who is inside, in which stage, and how it ended, is public.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core.rules import is_known, is_system
from marketplace.core.states import Step, Steps, Tell

from . import people, rules, states_gradings, states_hubs, states_standards  # noqa: F401  (its tables)
from .states_trainings import TAKES_SEAT, EnrolmentState, TrainingState  # noqa: F401  (one place to ask for states)


class CentreState(TextChoices):
    OPEN = "open", pgettext_lazy("centre", "open")
    CLOSED = "closed", pgettext_lazy("centre", "closed")


class IntakeState(TextChoices):
    DRAFT = "draft", pgettext_lazy("intake", "draft")
    PUBLISHED = "published", pgettext_lazy("intake", "published")
    CLOSED = "closed", pgettext_lazy("intake", "closed early")


class GroupState(TextChoices):
    ASKED = "asked", pgettext_lazy("group", "waiting for filing")
    FILED = "filed", pgettext_lazy("group", "filed with the street")
    RETURNED = "returned", pgettext_lazy("group", "returned")
    REGISTERED = "registered", pgettext_lazy("group", "registered since")
    STRUCK = "struck", pgettext_lazy("group", "filing ended")


class StayState(TextChoices):
    APPLIED = "applied", pgettext_lazy("incubation", "applied")
    INVITED = "invited", pgettext_lazy("incubation", "invited to an interview")
    OFFERED = "offered", pgettext_lazy("incubation", "agreement offered")
    INSIDE = "inside", pgettext_lazy("incubation", "inside")
    GRADUATED = "graduated", pgettext_lazy("incubation", "graduated")
    LEFT = "left", pgettext_lazy("incubation", "left")
    DECLINED = "declined", pgettext_lazy("incubation", "not taken in")
    WITHDRAWN = "withdrawn", pgettext_lazy("incubation", "application withdrawn")


class BookingState(TextChoices):
    BOOKED = "booked", _("booked")
    CANCELLED = "cancelled", pgettext_lazy("booking", "cancelled")


class HelpState(TextChoices):
    ASKED = "asked", pgettext_lazy("help", "asked")
    ANSWERED = "answered", pgettext_lazy("help", "answered")
    CLOSED = "closed", pgettext_lazy("help", "closed")


S, G = StayState, GroupState
STAY_PUBLIC = frozenset({S.INSIDE, S.GRADUATED, S.LEFT})
TAKES_PLACE = frozenset({S.OFFERED, S.INSIDE})
GROUP_PUBLIC = frozenset({G.FILED, G.REGISTERED, G.STRUCK})
_STAFF, _LEADS, _DECIDES, _SIDE = (rules.staff,), (rules.leads,), rules.decides, (rules.side,)
_AROUND = (rules.anybody_of_it,)
_INSIDE, _BEFORE = (S.INSIDE,), (S.APPLIED, S.INVITED, S.OFFERED)

CENTRE_STEPS = Steps(
    "incubation.centre",
    CentreState,
    (
        Step("add", (), CentreState.OPEN, _LEADS, _("Open a centre"), _("Centre opened"), needs=(rules.code_is_free,), public=True),
        Step("change", (CentreState.OPEN,), None, _STAFF, pgettext_lazy("centre", "Change particulars"), _("Particulars changed")),
        Step("add_resource", (CentreState.OPEN,), None, _STAFF, _("Add a room or a thing"), _("Room or thing added")),
        Step(
            "close", (CentreState.OPEN,), CentreState.CLOSED, _LEADS, _("Close the centre"), _("Centre closed"), grave=True, public=True,
        ),
        Step("reopen", (CentreState.CLOSED,), CentreState.OPEN, _LEADS, _("Open the centre again"), _("Centre opened again"), public=True),
    ),
)  # fmt: skip

INTAKE_STEPS = Steps(
    "incubation.intake",
    IntakeState,
    (
        Step("draft", (), IntakeState.DRAFT, _STAFF, _("Draft an intake round"), _("Intake round drafted"), needs=(rules.centre_is_open, rules.code_is_free)),
        Step("change", (IntakeState.DRAFT,), None, _STAFF, _("Change the round"), _("Round changed")),
        Step("publish", (IntakeState.DRAFT,), IntakeState.PUBLISHED, _LEADS, _("Publish the round"), _("Round published"), public=True),
        Step("close", (IntakeState.PUBLISHED,), IntakeState.CLOSED, _LEADS, _("Close the round early"), _("Round closed early"), grave=True, public=True),
    ),
)  # fmt: skip

GROUP_STEPS = Steps(
    "incubation.group",
    GroupState,
    (
        Step(
            "ask", (), G.ASKED, (is_known, rules.speaker), _("File a community group"), _("Asked for filing"),
            tells=(Tell("incubation.group_asked", people.staff, _("The community group “%(name)s” asks to be filed.")),),
        ),
        Step("change", (G.ASKED, G.RETURNED, G.FILED), None, (rules.speaker,), pgettext_lazy("group", "Change particulars"), _("Particulars changed")),
        Step(
            "file", (G.ASKED,), G.FILED, (rules.staff, rules.not_speaker), _("File it"), _("Filed with the street"), public=True,
            tells=(Tell("incubation.group_filed", people.speaker, _("“%(name)s” is filed with the street now.")),),
        ),
        Step(
            "return", (G.ASKED,), G.RETURNED, (rules.staff, rules.not_speaker), pgettext_lazy("group", "Return it"), _("Returned for correction"),
            tells=(Tell("incubation.group_returned", people.speaker, _("The filing of “%(name)s” was returned: %(reason)s")),),
        ),
        Step("ask_again", (G.RETURNED,), G.ASKED, (rules.speaker,), _("Ask again"), _("Asked again")),
        Step(
            "register", (G.FILED,), G.REGISTERED, (rules.leads, rules.not_speaker), _("It was registered"), _("Registered as an organisation"), public=True,
        ),
        Step(
            "strike", (G.FILED,), G.STRUCK, (rules.leads, rules.not_speaker), _("End the filing"), _("Filing ended"), grave=True, public=True,
            tells=(Tell("incubation.group_struck", people.speaker, _("The filing of “%(name)s” has ended: %(reason)s")),),
        ),
    ),
)  # fmt: skip

STAY_STEPS = Steps(
    "incubation.stay",
    StayState,
    (
        Step(
            "apply", (), S.APPLIED, _SIDE, _("Apply for incubation"), _("Applied for incubation"),
            needs=(rules.centre_is_open, rules.body_is_fit, rules.intake_is_open, rules.no_open_stay),
            tells=(Tell("incubation.applied", people.staff, _("“%(name)s” applies for a place in “%(centre)s”.")),),
        ),
        Step(
            "invite", (S.APPLIED, S.INVITED), S.INVITED, _STAFF, _("Invite to an interview"), _("Invited to an interview"),
            tells=(Tell("incubation.invited", people.of_body, _("“%(centre)s” invites “%(name)s” to an interview: %(at)s.")),),
        ),
        Step(
            "offer", (S.INVITED,), S.OFFERED, _DECIDES, _("Offer an agreement"), _("Agreement offered"), needs=(rules.has_room,),
            tells=(Tell("incubation.offered", people.of_body, _("“%(centre)s” offers “%(name)s” an agreement. Please read and sign it.")),),
        ),
        Step(
            "take_in", (S.APPLIED,), S.INSIDE, (rules.staff, rules.impartial), _("Take the group in"), _("Taken in by the short way"), public=True,
            needs=(rules.is_group, rules.has_room),
            hint=_("For groups that are filed: no interview and no agreement, for a year at most."),
            tells=(Tell("incubation.taken_in", people.of_body, _("“%(name)s” has a place in “%(centre)s” until %(until)s.")),),
        ),
        Step(
            "sign", (S.OFFERED,), S.INSIDE, (rules.owner,), _("Sign the agreement"), _("Agreement signed: inside"), public=True,
            needs=(rules.has_room,), second_factor=True,
            tells=(Tell("incubation.signed", people.staff, _("“%(name)s” has signed its agreement with “%(centre)s”.")),),
        ),
        Step(
            "decline", _BEFORE, S.DECLINED, _DECIDES, _("Do not take it in"), _("Not taken in"), grave=True,
            tells=(Tell("incubation.declined", people.of_body, _("“%(centre)s” does not take “%(name)s” in: %(reason)s")),),
        ),
        Step("withdraw", _BEFORE, S.WITHDRAWN, _SIDE, _("Withdraw the application for incubation"), _("Application for incubation withdrawn"), grave=True),
        Step("set_goal", _INSIDE, None, _AROUND, _("Add a goal"), _("Goal added")),
        Step("reach_goal", _INSIDE, None, _AROUND, _("A goal was reached"), _("Goal reached"), needs=(rules.has_open_goals,)),
        Step("assess", _INSIDE, None, _AROUND, _("Fill in the maturity form"), _("Maturity form filled in"), needs=(rules.has_questions,)),
        Step("meet", _INSIDE, None, (rules.looks_after,), _("Record a meeting"), _("Meeting recorded")),
        Step("book", _INSIDE, None, _AROUND, _("Book a room or a thing"), _("Booked"), needs=(rules.agreement_runs, rules.has_resources)),
        Step("ask_help", _INSIDE, None, _SIDE, _("Ask for help"), _("Asked for help")),
        Step("set_mentor", _INSIDE, None, _STAFF, _("Name another mentor"), _("Another mentor named")),
        Step(
            "review", _INSIDE, None, (rules.staff, rules.impartial), _("Review a quarter"), _("Quarter reviewed"),
            tells=(Tell("incubation.reviewed", people.of_body, _("The centre has reviewed the quarter of “%(name)s”.")),),
        ),
        Step("advance", _INSIDE, None, _DECIDES, _("Record a stage"), _("Stage recorded"), public=True),
        Step(
            "prolong", _INSIDE, None, _DECIDES, _("Prolong the stay"), _("Stay prolonged"), public=True,
            tells=(Tell("incubation.prolonged", people.of_body, _("“%(name)s” may stay in “%(centre)s” until %(until)s.")),),
        ),
        Step(
            "graduate", _INSIDE, S.GRADUATED, _DECIDES, _("Graduate it"), _("Graduated"), public=True,
            tells=(Tell("incubation.graduated", people.of_body, _("“%(name)s” has graduated from “%(centre)s”. Congratulations!")),),
        ),
        Step(
            "end", _INSIDE, S.LEFT, _DECIDES, _("End the stay"), _("Stay ended by the centre"), grave=True, public=True,
            tells=(Tell("incubation.ended", people.of_body, _("The stay of “%(name)s” in “%(centre)s” has ended: %(reason)s")),),
        ),
        Step(
            "go", _INSIDE, S.LEFT, _SIDE, _("Leave the centre"), _("Left at its own wish"), grave=True, public=True,
            tells=(Tell("incubation.gone", people.staff, _("“%(name)s” has left “%(centre)s”: %(reason)s")),),
        ),
        Step(
            "tell_due", _INSIDE, None, (is_system,), _("Tell that a review is due"), _("Staff told that a review is due"), needs=(rules.review_is_due,),
            tells=(Tell("incubation.review_due", people.staff, _("The quarterly review of “%(name)s” is due.")),),
        ),
        Step(
            "tell_ending", _INSIDE, None, (is_system,), _("Tell that the agreement ends"), _("Told that the agreement ends"), needs=(rules.end_is_near,),
            tells=(
                Tell("incubation.ends_soon", people.of_body, _("The agreement of “%(name)s” with “%(centre)s” ends on %(until)s.")),
                Tell(
                    "incubation.to_decide", people.leaders,
                    _("The agreement with “%(name)s” ends on %(until)s: please prolong, graduate or end it."),
                ),
            ),
        ),
        Step(
            "tell_last", _INSIDE, None, (is_system,), _("Tell for the last time that the agreement ends"), _("Told for the last time that the agreement ends"),
            needs=(rules.end_is_close,),
            tells=(
                Tell("incubation.ends_now", people.of_body, _("Last reminder: the agreement of “%(name)s” with “%(centre)s” ends on %(until)s.")),
                Tell(
                    "incubation.to_decide_now", people.leaders,
                    _("Last reminder: the agreement with “%(name)s” ends on %(until)s: please prolong, graduate or end it."),
                ),
            ),
        ),
    ),
)  # fmt: skip

BOOKING_STEPS = Steps(
    "incubation.booking",
    BookingState,
    (
        Step("book", (), BookingState.BOOKED, _AROUND, _("Book"), _("Booked")),
        Step("cancel", (BookingState.BOOKED,), BookingState.CANCELLED, _AROUND, _("Cancel the booking"), _("Booking cancelled"), grave=True),
    ),
)  # fmt: skip

HELP_STEPS = Steps(
    "incubation.help",
    HelpState,
    (
        Step(
            "ask", (), HelpState.ASKED, _SIDE, _("Ask for help"), _("Asked for help"),
            tells=(Tell("incubation.help_asked", people.staff, _("“%(name)s” asks for help.")),),
        ),
        Step(
            "answer", (HelpState.ASKED, HelpState.ANSWERED), HelpState.ANSWERED, (rules.looks_after,), pgettext_lazy("help", "Answer"), _("Request for help answered"),
            tells=(Tell("incubation.help_answered", people.of_body, _("A request for help of “%(name)s” was answered.")),),
        ),
        Step("close", (HelpState.ASKED, HelpState.ANSWERED), HelpState.CLOSED, _AROUND, _("Close the request"), _("Request closed")),
    ),
)  # fmt: skip
