"""The life of a community micro-fund, and the terms of those who decide about a fund's money.

Applied → approved → active → idle → warned → to be wound up → closed. Idle and warned follow from dated rule figures;
the portal records them by itself and tells whom it concerns.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from marketplace.core.rules import is_known, is_system
from marketplace.core.states import Step, Steps, Tell

from . import people
from . import rules_lives as rules


class MicroState(TextChoices):
    APPLIED = "applied", _("applied for")
    RETURNED = "returned", _("returned for correction")
    REFUSED = "refused", _("refused")
    APPROVED = "approved", _("approved, being set up")
    ACTIVE = "active", _("active")
    IDLE = "idle", _("idle")
    WARNED = "warned", _("warned")
    WINDING_UP = "winding_up", _("to be wound up")
    CLOSED = "closed", _("wound up")


S = MicroState
LIVING = (S.ACTIVE, S.IDLE, S.WARNED)
PUBLIC = frozenset({S.APPROVED, *LIVING, S.WINDING_UP, S.CLOSED})

MICRO_STEPS = Steps(
    "funds.microfund",
    MicroState,
    (
        Step("apply", (), S.APPLIED, who=(is_known,), label=_("Apply for a micro-fund"), done=_("Micro-fund applied for"),
             needs=(rules.opening_is_enough, rules.host_is_a_charity, rules.limits_in_order),
             tells=(Tell("funds.micro_applied", people.leaders_and_host, _("“%(name)s” is applied for: please check it.")),)),
        Step("resubmit", (S.RETURNED,), S.APPLIED, who=(rules.applicant,), label=_("Correct and apply again"), done=_("Applied for again"),
             tells=(Tell("funds.micro_applied", people.leaders_and_host, _("“%(name)s” is applied for: please check it.")),)),
        Step("return", (S.APPLIED,), S.RETURNED, who=(rules.micro_leader, rules.not_applicant), label=_("Return with reasons"), done=_("Returned for correction"),
             tells=(Tell("funds.micro_returned", people.applicant, _("The application for “%(name)s” was returned: %(reason)s")),)),
        Step("refuse", (S.APPLIED,), S.REFUSED, who=(rules.micro_leader, rules.not_applicant), label=_("Refuse with reasons"), done=_("Refused"), grave=True,
             tells=(Tell("funds.micro_refused", people.applicant, _("The application for “%(name)s” was refused: %(reason)s")),)),
        Step("agree", (S.APPLIED, S.APPROVED), None, who=(rules.host_owner,), label=_("Sign the host agreement"), done=_("Host agreement signed"),
             needs=(rules.not_agreed_yet,), public=True, second_factor=True,
             hint=_("You confirm that the opening money is in your account, and state your fee."),
             tells=(Tell("funds.micro_agreed", people.leaders_and_applicant, _("The host of “%(name)s” has signed its agreement.")),)),
        Step("approve", (S.APPLIED,), S.APPROVED, who=(rules.micro_leader, rules.not_applicant), label=_("Approve"), done=_("Approved"), public=True,
             needs=(rules.host_has_agreed,), hint=_("The fund is drafted; stewards are seated before it becomes active."),
             tells=(Tell("funds.micro_approved", people.host_and_applicant, _("“%(name)s” is approved; its stewards can be seated.")),)),
        Step("activate", (S.APPROVED,), S.ACTIVE, who=(rules.micro_leader, rules.not_applicant), label=_("Put in force and book the opening money"), done=_("Put in force"),
             needs=(rules.host_has_agreed, rules.committee_is_complete), public=True, second_factor=True,
             tells=(Tell("funds.micro_active", people.committee_and_host, _("“%(name)s” is active.")),)),
        Step("fall_idle", (S.ACTIVE,), S.IDLE, who=(is_system,), label=_("Mark as idle"), done=_("Idle"), needs=(rules.nothing_moved,), public=True,
             tells=(Tell("funds.micro_idle", people.committee_and_host, _("“%(name)s” has spent nothing since %(since)s and counts as idle.")),)),
        Step("warn", (S.IDLE,), S.WARNED, who=(is_system,), label=_("Warn"), done=_("Warned"), needs=(rules.still_nothing_moved,), public=True,
             tells=(Tell("funds.micro_warned", people.everybody_in_charge, _("“%(name)s” is still idle: if it spends nothing until %(until)s, it is to be wound up.")),)),
        Step("revive", (S.IDLE, S.WARNED), S.ACTIVE, who=(is_system,), label=_("Mark as active again"), done=_("Active again"), needs=(rules.something_moved,), public=True),
        Step("wind_up", LIVING, S.WINDING_UP, who=(rules.micro_leader,), label=_("Wind up"), done=_("To be wound up"), public=True, grave=True, second_factor=True,
             needs=(rules.stewards_agree_or_time_is_over,),
             hint=_("No new promises from now on; what is promised is paid, what is left goes to the purpose named in the rules."),
             tells=(Tell("funds.micro_winding_up", people.committee_and_host, _("“%(name)s” is to be wound up: %(reason)s")),)),
        Step("ask_to_wind_up", LIVING, None, who=(rules.micro_steward,), label=_("Ask for winding up"), done=_("Winding up asked for"), public=True,
             tells=(Tell("funds.micro_end_asked", people.leaders_and_host, _("The stewards of “%(name)s” ask that it be wound up: %(reason)s")),)),
        Step("hand_over", (S.WINDING_UP,), None, who=(rules.micro_keeper, rules.not_who_wound_up), label=_("Hand over what is left"), done=_("Remainder handed over"),
             needs=(rules.nothing_promised, rules.something_left, rules.remainder_fund_takes_it), public=True, second_factor=True),
        Step("close", (S.WINDING_UP,), S.CLOSED, who=(rules.micro_leader,), label=_("Close"), done=_("Wound up"), needs=(rules.books_are_empty,), public=True, grave=True,
             tells=(Tell("funds.micro_closed", people.committee_and_host, _("“%(name)s” is wound up.")),)),
    ),
)  # fmt: skip


class Seat(TextChoices):
    """For whom a steward sits there."""

    RESIDENT = "RESIDENT", _("elected resident")
    COMMITTEE = "COMMITTEE", _("community committee")
    SOCIAL_WORKER = "SOCIAL_WORKER", _("social worker")
    DONOR = "DONOR", _("donor")
    HOST = "HOST", _("host charity")
    CHAIR = "CHAIR", _("chair of the board")
    BOARD = "BOARD", _("member of the board")
    SUPERVISOR = "SUPERVISOR", _("supervisor")


MICRO_SEATS = (Seat.RESIDENT, Seat.COMMITTEE, Seat.SOCIAL_WORKER, Seat.DONOR, Seat.HOST)
BOARD_SEATS = (Seat.CHAIR, Seat.BOARD, Seat.SUPERVISOR)
DECIDING = frozenset(Seat) - {Seat.SUPERVISOR}


class StewardState(TextChoices):
    SEATED = "seated", _("seated")
    ENDED = "ended", _("term ended")


STEWARD_STEPS = Steps(
    "funds.steward",
    StewardState,
    (
        Step("seat", (), StewardState.SEATED, who=(rules.seats_stewards,), label=_("Seat a steward"), done=_("Steward seated"),
             needs=(rules.seat_fits_kind, rules.elected_as_stated, rules.term_in_order, rules.not_seated_yet, rules.no_official_in_the_chair),
             tells=(Tell("funds.steward_seated", people.steward, _("You are a steward of “%(name)s” until %(until)s.")),)),
        Step("end", (StewardState.SEATED,), StewardState.ENDED, who=(rules.ends_a_term,), label=_("End the term"), done=_("Term ended"), grave=True,
             tells=(Tell("funds.steward_ended", people.steward, _("Your term as steward of “%(name)s” has ended.")),)),
    ),
)  # fmt: skip
