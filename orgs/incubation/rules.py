"""Who runs a centre, who speaks for a body, and what must hold. Imports neither models nor states."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.rules import named, requirement, rule

SIDE = ("OWNER", "BID_WRITER")
STAFF = ("SECRETARY", "LEADER")


def centre_of(obj):
    """The centre that an object belongs to."""
    for name in ("stay", "resource", "training"):
        if getattr(obj, f"{name}_id", None):
            return centre_of(getattr(obj, name))
    return obj.centre if hasattr(obj, "centre_id") else obj


def _office(obj):
    """The office in charge of what the object belongs to."""
    return (obj if hasattr(obj, "office_id") else centre_of(obj)).office


def _runs(*roles):
    def test(actor, obj):
        return not actor.bodies("office", *roles).isdisjoint(_office(obj).led_from())

    return test


staff = rule(
    "incubation.staff", _("This is for the centre's staff: the secretary or a leader of the office in charge.")
)(_runs(*STAFF))
leads = rule("incubation.leads", _("This is for a leader of the office in charge."))(_runs("LEADER"))


def stay_of(obj):
    return obj.stay if getattr(obj, "stay_id", None) else obj


@rule("incubation.impartial", _("Whoever belongs to the body or applied for it does not decide about it."))
def impartial(actor, obj):
    stay = stay_of(obj)
    return not actor.is_same_eyes(stay.applied_by_id) and stay.organisation_id not in actor.belongs_to


@rule("incubation.side", _("This is for the body itself: its owner or bid writer, or who speaks for the group."))
def side(actor, obj):
    stay = stay_of(obj)
    if stay.organisation_id:
        return actor.has(*SIDE, body="organisation", body_id=stay.organisation_id)
    return stay.group_id is not None and actor.is_person(stay.group.speaker_id)


@rule("incubation.owner", _("The agreement is signed by the organisation's owner, or by who speaks for the group."))
def owner(actor, stay):
    if stay.organisation_id:
        return actor.has("OWNER", body="organisation", body_id=stay.organisation_id)
    return stay.group_id is not None and actor.is_person(stay.group.speaker_id)


@rule("incubation.mentor", _("This is for the mentor."))
def mentor(actor, obj):
    if not actor.is_known or obj.pk is None and stay_of(obj).pk is None:
        return False
    return stay_of(obj).mentorings.filter(until=None, expert__user_id__in=actor.keys).exists()


anybody_of_it = named(
    "incubation.of_it", _("This is for the body itself, its mentor and the centre's staff."), side | mentor | staff
)
looks_after = named("incubation.looks_after", _("This is for the mentor and the centre's staff."), mentor | staff)
decides = (leads, impartial)


@rule("incubation.speaker", _("This is for the person who speaks for the group."))
def speaker(actor, group):
    return actor.is_person(group.speaker_id)


@rule("incubation.enrolled", _("This is for the person who takes part."))
def enrolled(actor, enrolment):
    return actor.is_person(enrolment.user_id)


enrolled_or_staff = named(
    "incubation.enrolled_or_staff",
    _("This is for the person who takes part, and for the centre's staff."),
    enrolled | staff,
)


@rule("incubation.not_speaker", _("Nobody decides about the group they speak for."))
def not_speaker(actor, group):
    return not actor.is_same_eyes(group.speaker_id)


# ---- what must hold ----------------------------------------------------------------------------
@requirement("incubation.code_taken", _("The code %(code)s is taken already."), field="code")
def code_is_free(actor, obj):
    same = type(obj)._base_manager.filter(code=obj.code).exclude(pk=obj.pk)
    return {"code": obj.code} if same.exists() else None


@requirement("incubation.closed", _("The centre is closed."))
def centre_is_open(actor, obj):
    return None if centre_of(obj).state == "open" else {}


@requirement(
    "incubation.no_intake",
    _("No intake is open now: applications come in by a round, or at any time where the centre says so."),
)
def intake_is_open(actor, stay):
    if stay.intake_id:
        return None if stay.intake.is_open() and stay.intake.centre_id == stay.centre_id else {}
    return None if stay.centre.rolling else {}


@requirement(
    "incubation.not_fit", _("Only a verified organisation, or a group that is filed with the street, may apply.")
)
def body_is_fit(actor, stay):
    if stay.organisation_id:
        return None if stay.organisation.state == "verified" else {}
    return None if stay.group_id and stay.group.state == "filed" else {}


@requirement("incubation.open_already", _("There is an application or a stay of this body already."))
def no_open_stay(actor, stay):
    same = type(stay)._base_manager.filter(
        organisation_id=stay.organisation_id,
        group_id=stay.group_id,
        state__in=["applied", "invited", "offered", "inside"],
    )
    return {} if same.exclude(pk=stay.pk).exists() else None


@requirement("incubation.full", _("The centre has %(free)s free places; %(wanted)s are wanted."), field="desks")
def has_room(actor, stay):
    from .queries import free_places

    taken = stay.desks if stay.state in ("offered", "inside") and stay.pk else 0
    free = free_places(stay.centre) + taken
    return {"free": free, "wanted": stay.desks} if stay.desks > free else None


@requirement("incubation.not_group", _("The short way is for community groups that are filed, not registered."))
def is_group(actor, stay):
    return None if stay.group_id else {}


@requirement("incubation.over", _("The agreement ended on %(day)s: please prolong it first."))
def agreement_runs(actor, stay):
    return {"day": stay.until.isoformat()} if stay.until and stay.until < clock.today() else None


@requirement("incubation.no_goals", _("No goal is open."))
def has_open_goals(actor, stay):
    return None if stay.goals.filter(done_on=None).exists() else {}


@requirement("incubation.no_questions", _("The maturity form has no questions yet."))
def has_questions(actor, stay):
    from .queries import sentences_in_use

    return None if sentences_in_use() else {}


@requirement("incubation.nothing_to_book", _("The centre has nothing to book."))
def has_resources(actor, stay):
    return None if stay.centre.resources.exists() else {}


@requirement("incubation.began", _("The training has begun."))
def not_begun(actor, obj):
    training = obj.training if getattr(obj, "training_id", None) else obj
    return {} if training.starts <= clock.now() else None


@requirement("incubation.began", _("The training has begun."))
def may_still_come(actor, enrolment):
    """Until it begins; the staff may let somebody in who stands at the door until it ends."""
    training = enrolment.training
    return {} if clock.now() >= (training.ends if staff.test(actor, enrolment) else training.starts) else None


@requirement("incubation.not_open", _("This training takes nobody now; it is in the state “%(state)s”."))
def training_is_open(actor, enrolment):
    return None if enrolment.training.state == "open" else {"state": enrolment.training.get_state_display()}


@requirement("incubation.enrolled_already", _("This person takes part already."), field="person")
def not_enrolled(actor, enrolment):
    same = type(enrolment)._base_manager.filter(training_id=enrolment.training_id, user_id=enrolment.user_id)
    return {} if same.exclude(pk=enrolment.pk).exclude(state="cancelled").exists() else None


@requirement(
    "incubation.not_time",
    _("Attendance is taken from half an hour before the beginning until half an hour after the end."),
)
def is_time(actor, enrolment):
    half, training = timedelta(minutes=30), enrolment.training
    if training.state == "held":
        return {}
    return None if training.starts - half <= clock.now() <= training.ends + half else {}


@requirement("incubation.not_ended", _("The training has not ended yet."))
def has_ended(actor, training):
    return {} if training.ends > clock.now() else None


@requirement("incubation.quarter_told", _("The review of this quarter is done, or its staff was told."))
def review_is_due(actor, stay):
    from .quarters import due_quarter

    return None if due_quarter(stay) and stay.told_quarter != due_quarter(stay) else {}


END_SOON, END_LAST = timedelta(days=60), timedelta(days=14)


@requirement("incubation.end_told", _("The agreement does not end soon, or both sides were told."))
def end_is_near(actor, stay):
    near = stay.until is not None and stay.until <= clock.today() + END_SOON
    return None if near and stay.told_end != stay.until else {}


@requirement(
    "incubation.end_told_last", _("The agreement does not end within two weeks, or both sides were told again.")
)
def end_is_close(actor, stay):
    """The second letter: never on the day of the first one."""
    close = stay.until is not None and clock.today() <= stay.until <= clock.today() + END_LAST
    return None if close and stay.told_end == stay.until and stay.told_last != stay.until else {}


@requirement("incubation.printed", _("The code hangs printed already."))
def code_on_screen(actor, training):
    return {} if training.printed else None


@requirement("incubation.on_screen", _("The code stands on a screen already."))
def code_printed(actor, training):
    return None if training.printed else {}
