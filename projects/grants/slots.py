"""What this room adds to other rooms' pages, and what waits for whom."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from marketplace.core import clock, links
from marketplace.core.faces import url as verb_url
from marketplace.core.registry import DeskEntry, Section, desk, moments, slot
from orgs.incubation.others import Won, won
from orgs.passport import Entry, recorded

from . import reads_panels
from . import slots_delivery as slots_delivery
from .models import Agreement, Application, Concept, Objection, Panel, Partner, Review, Round
from .rules import SIDE
from .states import DECIDED, RoundState

KIND = _("grant round")


@slot("home.today", order=45)
def today(_page, actor):
    """Home: how many rounds take applications now."""
    n = Round.objects.taking().count()
    if not n:
        return None
    row = {"n": n, "text": ngettext("grant round is open", "grant rounds are open", n), "url": f"{reverse('grants:rounds')}?state=open", "soon": False}  # fmt: skip
    return Section("", {"rows": [row]})


@slot("orgs.organisation", order=50)
def awards_of_organisation(organisation, actor):
    """On an organisation's page: what it was awarded in decided rounds."""
    rows = Application.objects.awarded().filter(organisation=organisation).select_related("round", "determination")
    rows = list(rows.order_by("-round_id")[:20])
    return Section("grants/slot_awards.html", {"rows": rows}) if rows else None


@won
def money_won(organisation_ids):
    """For incubation: what organisations were awarded, from the day of the decision."""
    rows = Application.objects.awarded().filter(organisation_id__in=organisation_ids).order_by()
    rows = rows.values_list("organisation", "determination__decided_at", "determination__amount")
    return [Won(key, timezone.localdate(at), amount, "grant") for key, at, amount in rows]


@recorded
def in_the_passport(organisation):
    """For its passport: grants awarded, and how they ended."""
    found = []
    rows = Application.objects.awarded().filter(organisation=organisation).select_related("round", "determination")
    for row in rows.defer("content", "draft"):
        day = timezone.localdate(row.determination.decided_at)
        found.append(Entry(day, "done", _("grant"), _("Grant awarded: %(title)s") % {"title": row.title}, str(row.round), kind="grant", url=row.round.get_absolute_url()))  # fmt: skip
    words = {"closed": _("Grant project closed: %(title)s"), "terminated": _("Grant project broken off: %(title)s")}
    for row in Agreement.objects.filter(organisation=organisation, state__in=words):
        over = row.state == "terminated"
        note = row.state_reason if over else row.get_worth_display()
        found.append(Entry(timezone.localdate(row.ended_at), "refused" if over else "done", _("grant"), words[row.state] % {"title": row.title}, note, kind="grant", url=row.get_absolute_url()))  # fmt: skip
    return found


@slot("funds.became")
def projects_of_receipt(became, actor):
    """On the page of a receipt: projects that it paid for, with what came of them."""
    keys = [cause.pk for cause in became.causes if isinstance(cause, Agreement)]
    rows = list(Agreement.objects.visible_to(actor).filter(pk__in=keys).with_figures().order_by("-id")[:10])
    return Section("grants/slot_projects.html", {"rows": rows}) if rows else None


@slot("funds.fund", order=50)
def rounds_of_fund(fund, actor):
    """On a fund's page: rounds paid from it."""
    rows = list(
        Round.objects.visible_to(actor).filter(fund=fund).exclude(published_at=None).with_figures().order_by("-id")[:20]
    )
    return Section("grants/slot_rounds.html", {"rows": rows}) if rows else None


@slot("desk.ways", order=30)
def ways(_page, actor):
    """On the desk: rounds, and what the reader's roles do in them."""
    if not actor.grants:
        return None
    rows = [{"url": reverse("grants:rounds"), "text": _("Grant rounds")}]
    rows.append({"url": reverse("grants:agreements"), "text": _("Funded projects")})
    if actor.has("EVALUATOR", body="office"):
        rows.append({"url": reverse("grants:reviews"), "text": _("My reviews")})
    if actor.has("EDITOR", body="office"):
        rows.append({"url": reverse("grants:forms"), "text": _("Forms of grant rounds")})
    if actor.bodies("organisation", *SIDE):
        rows.append({"url": reverse("grants:mine"), "text": _("My grant applications")})
    return Section("", {"rows": rows})


@moments
def coming():
    """The next dates of rounds, for the demonstration's clock."""
    now = clock.now()
    for round in Round.objects.filter(state=RoundState.OPEN, deadline__gt=now).order_by("deadline")[:3]:
        yield round.deadline, _("The call of “%(title)s” closes.") % {"title": round.title}
    for round in Round.objects.filter(state=RoundState.STANDSTILL, standstill_until__gt=now).order_by(
        "standstill_until"
    )[:3]:
        yield round.standstill_until, _("Objections to “%(title)s” end.") % {"title": round.title}


def _entry(thing, what, about, url, label, *, due=None, tone="wait", draft=False):
    number = getattr(thing, "number", "") or "–"
    return DeskEntry(
        number, KIND, what, about, url, label, due=due, tone=tone, state=thing.get_state_display(), draft=draft
    )


@desk
def waiting(actor):
    """Rounds to approve, close, screen, propose, decide; applications to finish; reviews; objections; invitations."""
    if not actor.is_known:
        return
    yield from _rounds(actor)
    yield from _applications(actor)
    yield from _reviews(actor)
    yield from _objections(actor)
    yield from _panels(actor)
    yield from _concepts(actor)


def _concepts(actor):
    """Concepts to finish, and those to decide about."""
    now, mine = clock.now(), actor.bodies("organisation", *SIDE)
    drafts = Concept.objects.of(actor).filter(
        state="draft", round__state=RoundState.OPEN, round__concept_until__gte=now
    )
    for concept in drafts.select_related("round").defer("content", "draft") if mine else ():
        yield _entry(concept, _("Finish the concept and hand it in"), concept.round.title, links.to("grants:concept_write", concept.code), _("write"), due=concept.round.concept_until, tone="draft", draft=True)  # fmt: skip
    offices = actor.bodies("office", "SECRETARY")
    rows = Concept.objects.for_office(actor).filter(
        round__office_id__in=offices, state="submitted", round__state=RoundState.OPEN
    )
    rounds = Round.objects.filter(pk__in=rows.order_by().values("round"), deadline__gte=now) if offices else ()
    for round in rounds:
        yield _entry(round, _("Decide about the concepts"), round.title, f"{reverse('grants:concepts')}?round={round.code}&state=submitted", pgettext_lazy("grants", "decide"), due=round.concept_by)  # fmt: skip


def _panels(actor):
    """Panels to plan, to announce, whose minutes are to be written or released; the panel in which one sits."""
    offices, now = actor.bodies("office", "SECRETARY"), clock.now()
    rounds = Round.objects.filter(office_id__in=offices, state=RoundState.REVIEWING, stages__kind="PANEL", panel=None)
    for round in rounds if offices else ():
        if reads_panels.may_plan(round, actor):
            yield _entry(round, _("Plan the panel"), round.title, links.to("grants:panel", round.code), _("open"))
    words = {"planned": _("Announce the panel"), "announced": _("Write the minutes"), "held": _("Release the minutes")}
    visible = Panel.objects.visible_to(actor).filter(state__in=words).select_related("round")
    for panel in visible.filter(round__office_id__in=offices) if offices else ():
        if panel.state != "announced" or now >= panel.starts_at:
            yield _entry(panel, words[panel.state], panel.round.title, panel.get_absolute_url(), _("open"))
    sits = Panel.objects.filter(seats__user_id__in=actor.keys, state="announced", starts_at__gte=now)
    for panel in sits.select_related("round"):
        yield _entry(
            panel,
            _("You sit in the panel"),
            panel.round.title,
            panel.get_absolute_url(),
            _("open"),
            due=panel.starts_at,
        )


def _rounds(actor):
    offices = actor.bodies("office", "EDITOR", "LEADER", "SECRETARY")
    if not offices:
        return
    rows = Round.objects.filter(office_id__in=offices).exclude(
        state__in=[RoundState.CLOSED, RoundState.CANCELLED, RoundState.DELIVERY]
    )
    rows = rows.annotate(
        unscreened=Count("applications", filter=Q(applications__state="submitted"), distinct=True),
        out=Count("applications__reviews", filter=Q(applications__reviews__state__in=["assigned", "ready", "conflicted"], applications__state="accepted"), distinct=True),
        lost=Count("applications__reviews", filter=Q(applications__reviews__state="conflicted"), distinct=True),
    )  # fmt: skip
    for round in rows:
        yield from _steps_of(round, actor)


def _steps_of(round, actor):
    url, now = round.get_absolute_url(), clock.now()

    def holds(role):
        return actor.has(role, body="office", body_id=round.office_id)

    if round.state == RoundState.DRAFT and actor.is_person(round.drafted_by_id):
        yield _entry(round, _("Finish the draft and ask for approval"), round.title, links.to("grants:edit", round.code), _("open"), tone="draft", draft=True)  # fmt: skip
    if round.state == RoundState.IN_REVIEW and holds("LEADER") and not actor.is_same_eyes(round.drafted_by_id):
        yield _entry(round, _("Approve the round"), round.title, url, _("open"))
    if round.state == RoundState.PROPOSED and holds("LEADER") and not actor.is_same_eyes(round.proposed_by_id):
        yield _entry(round, _("Decide the awards"), round.title, url, pgettext_lazy("grants", "decide"))
    if not holds("SECRETARY"):
        return
    if round.state == RoundState.OPEN and now > round.deadline:
        yield _entry(
            round, _("The deadline has passed: close the call"), round.title, url, pgettext_lazy("grants", "close")
        )
    if round.state == RoundState.SCREENING:
        what = _("Screen the applications") if round.unscreened else _("Assign reviewers")
        yield _entry(round, what, round.title, round.applications_url() if round.unscreened else url, _("open"))
    if round.state == RoundState.REVIEWING and round.lost:
        yield _entry(round, _("Replace reviewers with a conflict"), round.title, round.ranking_url(), _("open"))
    if round.state == RoundState.REVIEWING and (not round.out or now > round.review_until):
        yield _entry(round, _("The reviews are in: propose the awards"), round.title, round.ranking_url(), _("open"))
    if round.state == RoundState.STANDSTILL and round.standstill_until and now > round.standstill_until:
        yield _entry(round, _("The objection period is over"), round.title, url, _("open"))


def _applications(actor):
    mine = actor.bodies("organisation", *SIDE)
    if not mine:
        return
    rows = Application.objects.filter(organisation_id__in=mine).select_related("round").defer("content", "draft")
    for application in rows.filter(state="draft", round__state=RoundState.OPEN, round__deadline__gte=clock.now()):
        yield _entry(application, _("Finish the application and hand it in"), application.round.title, links.to("grants:apply", application.code), _("write"), due=application.round.deadline, tone="draft", draft=True)  # fmt: skip
    for application in rows.filter(state="returned"):
        yield _entry(application, _("Complete the application and hand it in again"), application.title, application.get_absolute_url(), _("open"), due=application.cure_until, tone="due", draft=True)  # fmt: skip
    owned = actor.bodies("organisation", "OWNER")
    for partner in Partner.objects.filter(organisation_id__in=owned, state="invited").select_related(
        "application__round"
    ):
        yield _entry(partner, _("An organisation invites yours to apply together"), partner.application.round.title, verb_url(partner, "join"), _("answer"))  # fmt: skip


def _reviews(actor):
    rows = Review.objects.of(actor).filter(
        state__in=["assigned", "ready"], application__round__state=RoundState.REVIEWING
    )
    for review in rows.select_related("application__round"):
        round = review.application.round
        what = (
            _("Declare conflicts and review the application")
            if review.state == "assigned"
            else _("Review the application")
        )
        yield DeskEntry(round.number, KIND, what, f"{round.title} · {review.application.mark}", review.get_absolute_url(), _("review"), due=round.review_until, tone="wait", state=review.get_state_display())  # fmt: skip


def _objections(actor):
    offices = actor.bodies("office", "LEADER")
    rows = Objection.objects.filter(round__office_id__in=offices, state="filed").select_related("round")
    for objection in rows if offices else ():
        yield _entry(
            objection, _("Answer the objection"), objection.round.title, objection.get_absolute_url(), _("answer")
        )
    rows = Application.objects.filter(
        round__office_id__in=offices, state="nominated", round__state__in=DECIDED
    ).select_related("round")
    for application in rows.defer("content", "draft") if offices else ():
        if not actor.is_same_eyes(application.nominated_by_id):
            yield _entry(application, _("Decide who steps up from the waiting list"), application.title, application.get_absolute_url(), pgettext_lazy("grants", "decide"))  # fmt: skip
