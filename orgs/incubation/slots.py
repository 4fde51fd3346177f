"""What incubation adds to other pages, what waits for whom, what it tells the roster of experts."""

from datetime import datetime, time, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from marketplace.core import clock
from marketplace.core.faces import url as verb_url
from marketplace.core.registry import DeskEntry, Section, desk, slot, waiting
from orgs.domain.records import years_later
from orgs.experts import others as experts
from orgs.experts.conflicts import YEARS
from orgs.models import Assessment
from orgs.passport import Entry, recorded
from orgs.states import Role

from .models import (
    Care,
    Centre,
    Enrolment,
    GradeObjection,
    Grading,
    Group,
    HelpRequest,
    Mentoring,
    Standard,
    Stay,
    Training,
)
from .quarters import due_quarter, due_report
from .queries import SIDE
from .rules import END_SOON
from .rules_gradings import GRADE_SOON
from .states import STAY_PUBLIC, StayState


@slot("footer", order=6)
def foot(_page, actor):
    """In the foot of every page: the way to incubation and trainings."""
    return Section("incubation/footer.html")


@slot("orgs.organisation", order=20)
def growth(organisation, actor):
    """On an organisation's page: its way through a centre, trainings attended, the hub that looks after it."""
    stays = list(
        Stay.objects.filter(organisation=organisation, state__in=STAY_PUBLIC).select_related(
            "centre", "organisation", "group"
        )
    )
    trained = (
        Enrolment.objects.attended()
        .filter(organisation=organisation)
        .aggregate(n=Count("training", distinct=True), people=Count("user", distinct=True))
    )
    hubs = list(Care.objects.filter(organisation=organisation, state="running").select_related("hub"))
    caring = Care.objects.filter(hub=organisation, state="running").count()
    if not (stays or trained["n"] or hubs or caring):
        return None
    return Section(
        "incubation/slot_organisation.html",
        {"stays": stays, "trained": trained, "hubs": hubs, "caring": caring, "organisation": organisation},
    )


@recorded
def in_the_passport(organisation):
    """For its passport: when it came into a centre and how it left, trainings attended, functions received."""
    found = []
    for stay in Stay.objects.filter(organisation=organisation, state__in=STAY_PUBLIC).select_related("centre"):
        url = stay.get_absolute_url()
        found.append(
            Entry(
                stay.since,
                "open",
                _("incubation"),
                _("Came into %(centre)s") % {"centre": stay.centre.name},
                kind="incubation",
                url=url,
            )
        )
        if stay.ended_on:
            words = _("Graduated from %(centre)s") if stay.state == StayState.GRADUATED else _("Left %(centre)s")
            tone = "done" if stay.state == StayState.GRADUATED else "draft"
            found.append(
                Entry(
                    stay.ended_on,
                    tone,
                    _("incubation"),
                    words % {"centre": stay.centre.name},
                    stay.end_reason,
                    kind="incubation",
                    url=url,
                )
            )
    attended = Enrolment.objects.attended().filter(organisation=organisation, training__state="held")
    rows = (
        attended.values("training__code", "training__title_zh", "training__title_en", "training__starts")
        .annotate(n=Count("pk"))
        .order_by()
    )
    for row in rows:
        training = Training(
            code=row["training__code"], title_zh=row["training__title_zh"], title_en=row["training__title_en"]
        )
        words = _("Training: %(title)s") % {"title": training.title}
        note = ngettext("%(n)s person attended", "%(n)s people attended", row["n"]) % {"n": row["n"]}
        day = timezone.localdate(row["training__starts"])
        found.append(Entry(day, "done", _("training"), words, note, kind="training", url=training.get_absolute_url()))
    for row in organisation.functions.all():
        words = _("Received a function: %(function)s") % {"function": row.name}
        found.append(
            Entry(
                row.since,
                "open",
                pgettext_lazy("passport", "function"),
                words,
                kind="function",
                url=row.get_absolute_url(),
            )
        )
    return found


@slot("desk.ways", order=55)
def ways(_page, actor):
    if not actor.is_known:
        return None
    rows = [{"url": reverse("incubation:trainings"), "text": _("Trainings")}]
    if actor.is_officer or actor.bodies("organisation", Role.OWNER):
        rows.append({"url": reverse("incubation:gradings"), "text": _("Assessments")})
    if actor.is_officer:
        rows.append({"url": reverse("incubation:desk"), "text": _("Applications and reviews")})
    for stay in Stay.objects.mentored_by(actor).inside().for_list()[:6]:
        rows.append({"url": stay.get_absolute_url(), "text": stay.body.name})
    return Section("", {"rows": rows})


# ---- the roster of experts -----------------------------------------------------------------------
@experts.load
def mentorings(user_ids):
    """Bodies inside that somebody mentors now."""
    rows = Mentoring.objects.filter(
        expert__user_id__in=user_ids, until=None, stay__state__in=["offered", "inside"]
    ).order_by()
    return rows.values("expert__user").annotate(n=Count("pk")).values_list("expert__user", "n")


@experts.conflict
def mentors(user_ids, organisation_ids, day):
    """Whoever mentors an organisation, or did within three years, does not judge it."""
    since = years_later(day, -YEARS)
    rows = Mentoring.objects.filter(expert__user_id__in=user_ids, stay__organisation_id__in=organisation_ids)
    rows = rows.filter(Q(until=None) | Q(until__gte=since)).values_list("expert__user", "stay__organisation").distinct()
    return [(user, organisation, "mentor", _("Mentors it, or did within three years.")) for user, organisation in rows]


# ---- what waits ----------------------------------------------------------------------------------
def _entry(stay, what, label, *, due=None, tone="wait"):
    return DeskEntry(
        stay.code, pgettext_lazy("desk", "incubation"), what, stay.body.name, stay.get_absolute_url(), label, due=due, tone=tone,
        state=stay.get_state_display(),
    )  # fmt: skip


def _end_of(day):
    return timezone.make_aware(datetime.combine(day, time(23, 59)))


@desk
def for_staff(actor):
    """For the centre's staff: applications, interviews that are over, reviews due, stays that end, requests, groups to file."""
    if not actor.bodies("office", Role.SECRETARY, Role.LEADER):
        return
    centres = list(Centre.objects.kept_by(actor))
    stays = Stay.objects.filter(centre__in=centres).for_list()
    for stay in stays.filter(state=StayState.APPLIED).order_by("id"):
        yield _entry(stay, _("Read the application and invite, or decline"), _("read"))
    led = Stay.objects.filter(centre__in=Centre.objects.kept_by(actor, Role.LEADER)).for_list()
    for stay in led.filter(state=StayState.INVITED, interview_at__lte=clock.now()).order_by("id"):
        yield _entry(
            stay,
            _("The interview is over: decide"),
            pgettext_lazy("incubation", "decide"),
            due=stay.interview_at + timedelta(days=10),
        )
    ending = led.inside().filter(until__lte=clock.today() + END_SOON)
    for stay in ending.order_by("until", "id"):
        yield _entry(
            stay,
            _("The agreement ends: prolong, graduate or end"),
            pgettext_lazy("incubation", "decide"),
            due=_end_of(stay.until),
            tone="due" if stay.until < clock.today() else "wait",
        )
    for stay in stays.inside().prefetch_related("reviews").order_by("id"):
        if due_quarter(stay):
            yield _entry(stay, _("The quarterly review is due"), pgettext_lazy("incubation", "review"))
    helps = HelpRequest.objects.filter(stay__centre__in=centres, state="asked").select_related(
        "stay__organisation", "stay__group"
    )
    for row in helps.order_by("id"):
        yield DeskEntry(
            row.stay.code, _("request for help"), _("Answer the request for help"), str(row), row.get_absolute_url(), pgettext_lazy("desk", "answer"),
            tone="wait", state=row.get_state_display(),
        )  # fmt: skip
    for group in Group.objects.filter(state="asked", office_id__in=_kept_offices(actor)).order_by("id"):
        yield DeskEntry(
            group.code, _("community group"), _("File the community group, or return it"), group.name, group.get_absolute_url(), _("read"),
            tone="wait", state=group.get_state_display(),
        )  # fmt: skip
    for training in Training.objects.filter(centre__in=centres, state="open", ends__lte=clock.now()).order_by("id"):
        yield DeskEntry(
            training.code, _("training"), _("Close the attendance"), training.title, training.get_absolute_url(), pgettext_lazy("training", "close"),
            tone="due", state=training.get_state_display(),
        )  # fmt: skip


def _kept_offices(actor):
    return actor.bodies("office", Role.SECRETARY, Role.LEADER)


@desk
def for_bodies(actor):
    """For the bodies: an agreement to sign, goals that are late, a hub's offer; for groups: what was returned."""
    owned = actor.bodies("organisation", *SIDE)
    if not actor.is_known:
        return
    mine = Stay.objects.filter(Q(organisation_id__in=owned) | Q(group__speaker_id__in=actor.keys)).for_list()
    for stay in mine.filter(state=StayState.OFFERED).order_by("id"):
        yield _entry(stay, _("Read the agreement and sign it"), _("read"))
    late = Count("goals", filter=Q(goals__done_on=None, goals__due__lt=clock.today()))
    for stay in mine.inside().annotate(late=late).filter(late__gt=0).order_by("id"):
        yield _entry(stay, _("A goal of the plan is late"), _("look at it"), tone="due")
    for care in Care.objects.filter(
        organisation_id__in=actor.bodies("organisation", Role.OWNER), state="proposed"
    ).select_related("hub"):
        yield DeskEntry(
            care.hub.code, _("hub organisation"), _("A hub offers to look after your organisation"), care.hub.name, care.get_absolute_url(),
            pgettext_lazy("desk", "answer"), tone="wait", state=care.get_state_display(),
        )  # fmt: skip
    for care in Care.objects.filter(hub_id__in=owned, state="running").select_related("hub", "organisation").prefetch_related("reports"):  # fmt: skip
        if due_report(care):
            yield DeskEntry(
                care.hub.code, _("hub organisation"), _("The quarterly report is due"), care.organisation.name, verb_url(care, "report"),
                pgettext_lazy("incubation", "report"), tone="due", state=care.get_state_display(),
            )  # fmt: skip
    for group in Group.objects.filter(speaker_id__in=actor.keys, state="returned"):
        yield DeskEntry(
            group.code, _("community group"), _("Correct the particulars and ask again"), group.name, group.get_absolute_url(), _("correct"),
            tone="due", state=group.get_state_display(),
        )  # fmt: skip


@desk
def grades(actor):
    """For owners: a grade that expires within half a year; for the office: assessments to visit and to decide."""
    owned = actor.bodies("organisation", Role.OWNER)
    if owned:
        last = clock.today() + GRADE_SOON
        rows = Assessment.objects.filter(organisation_id__in=owned, valid_to__gte=clock.today(), valid_to__lte=last)
        for row in rows.select_related("organisation").order_by("valid_to"):
            yield DeskEntry(
                row.organisation.code, _("assessment grade"), _("The grade expires: begin a new assessment"), row.organisation.name,
                reverse("incubation:gradings"), _("begin"), due=_end_of(row.valid_to), tone="wait", state=row.grade,
            )  # fmt: skip
        for row in Grading.objects.filter(organisation_id__in=owned, state="self").select_related("organisation"):
            yield _grading(row, _("Fill in the self-assessment and hand it in"))
    offices = actor.bodies("office", Role.SECRETARY, Role.LEADER)
    if offices:
        rows = Grading.objects.filter(office_id__in=offices).select_related("organisation").order_by("id")
        for row in rows.filter(state="submitted"):
            yield _grading(row, _("Visit the organisation and record it"))
        led = actor.bodies("office", Role.LEADER)
        for row in rows.filter(state="visited", office_id__in=led):
            yield _grading(row, _("Decide about the grade"))
        for row in rows.filter(state="review", office_id__in=led):
            yield _grading(row, _("Decide about the grade anew"))
        for row in (
            GradeObjection.objects.open().filter(grading__office_id__in=led).select_related("grading__organisation")
        ):
            yield DeskEntry(
                row.grading.organisation.code, _("assessment grade"), _("Answer an objection"), row.grading.organisation.name,
                row.get_absolute_url(), _("look at it"), due=row.answer_until, tone="due", state=row.get_state_display(),
            )  # fmt: skip


def _grading(row, what):
    return DeskEntry(
        row.organisation.code, _("assessment grade"), what, row.organisation.name, row.get_absolute_url(), _("look at it"),
        tone="wait", state=row.get_state_display(),
    )  # fmt: skip


@desk
def standards(actor):
    """For leaders: standards of growth that somebody else drafted."""
    if not actor.has(Role.LEADER, body="office"):
        return
    for row in Standard.objects.filter(state="draft").exclude(drafted_by_id__in=actor.all_eyes):
        yield DeskEntry(
            row.version, _("standards of growth"), _("Read the new standards and approve them"), str(row),
            reverse("kept_standards:sheet", args=[row.pk]), _("read"), tone="wait", state=row.get_state_display(),
        )  # fmt: skip


@waiting
def answers(actor):
    """What bodies wait for: the answer to their application."""
    owned = actor.bodies("organisation", *SIDE)
    if not actor.is_known:
        return
    mine = Stay.objects.filter(Q(organisation_id__in=owned) | Q(group__speaker_id__in=actor.keys)).for_list()
    for stay in mine.filter(state__in=[StayState.APPLIED, StayState.INVITED]).order_by("id"):
        if stay.state == StayState.INVITED and stay.interview_at > clock.now():
            yield _entry(stay, _("The interview in the centre"), _("look at it"), due=stay.interview_at)
        else:
            yield _entry(stay, _("The centre reads your application"), _("look at it"))
