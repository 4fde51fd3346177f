"""The JSON face of rounds: what everybody may read. Applications are not in it until they are awarded.

GET /api/grants/rounds?state=&taking=      rounds, newest first; taking=true: that take applications this moment
GET /api/grants/projects?round=&state=     projects with a signed agreement, newest first; round: a code
GET /api/grants/projects/{number}          one of them with tranches, budget, accepted reports, what others give
GET /api/grants/rounds/{code}              one round with its conditions, criteria, form, and after the decision its awards
"""

from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from . import reads
from .models import Agreement, Round

router = Router(tags=["grants"])
MOST = 100


class RoundOut(Schema):
    """A round; amounts in yuan with two places, as text; moments as ISO 8601.

    concept_until: until when a short concept is handed in, after which only invited ones apply; null: none is asked for.
    """

    number: str
    code: str
    office: str
    fund: str
    title_zh: str
    title_en: str
    theme_zh: str
    theme_en: str
    budget: str
    least: str
    most: str
    state: str
    opens_at: str
    concept_until: str | None
    deadline: str
    is_taking: bool
    url: str


class Award(Schema):
    rank: int
    title: str
    summary: str
    organisation: str
    uscc: str
    amount: str


class RoundDetail(RoundOut):
    """classes, stages_of_growth, least_grade, limit: who may apply; form: the questions as data."""

    text_zh: str
    text_en: str
    classes: list[str]
    stages_of_growth: list[str]
    least_grade: str
    limit: int
    blind: bool
    sealed: bool
    communities: list[str]
    criteria: list[dict]
    tranches: list[dict]
    form: dict
    decided_at: str | None
    awards: list[Award]


@router.get("/rounds", response=dict[str, int | list[RoundOut]], summary="Grant rounds, newest first")
def rounds(request, state: str = "", taking: bool = False, offset: int = 0, limit: int = 50):
    rows = Round.objects.visible_to(request.actor).exclude(published_at=None)
    if state:
        rows = rows.filter(state=state)
    if taking:
        rows = rows.taking()
    start, most = min(max(offset, 0), 10**9), min(max(limit, 1), MOST)
    found = rows.select_related("office", "fund").order_by("-published_at", "-id")[start : start + most]
    return {"count": rows.count(), "items": [_round(row) for row in found]}


@router.get("/rounds/{code}", response=RoundDetail, summary="One grant round")
def one(request, code: str):
    row = get_object_or_404(Round.objects.visible_to(request.actor).exclude(published_at=None).for_page(), code=code)
    names = ("text_zh", "text_en", "classes", "stages_of_growth", "least_grade", "limit", "blind", "sealed", "tranches")
    return _round(row) | {name: getattr(row, name) for name in names} | {
        "communities": [c.code for c in row.communities.all()],
        "criteria": [{"name_zh": c.name_zh, "name_en": c.name_en, "weight": str(c.weight)} for c in row.criteria.all()],
        "form": {"code": row.form.code, "version": row.form.version, "definition": row.form.definition},
        "decided_at": _iso(row.decided_at),
        "awards": [
            {
                "rank": a.determination.rank, "title": a.title, "summary": a.content["summary"], "organisation": a.organisation.name_zh,
                "uscc": a.organisation.uscc, "amount": str(a.determination.amount),
            }
            for a in reads.awards(row)
        ],
    }  # fmt: skip


def _iso(moment):
    return moment.isoformat(timespec="seconds") if moment else None


def _round(row) -> dict:
    values = {n: getattr(row, n) for n in ("number", "code", "title_zh", "title_en", "theme_zh", "theme_en", "state")}
    return values | {n: str(getattr(row, n)) for n in ("budget", "least", "most")} | {
        "office": row.office.code, "fund": row.fund.code, "opens_at": _iso(row.opens_at), "concept_until": _iso(row.concept_until), "deadline": _iso(row.deadline),
        "is_taking": reads.is_taking(row), "url": row.get_absolute_url(),
    }  # fmt: skip


# ---- funded projects -----------------------------------------------------------------------------------
class Project(Schema):
    """A project with a signed agreement; amounts in yuan with two places, as text."""

    number: str
    round: str
    title: str
    organisation: str
    uscc: str
    amount: str
    paid: str
    returned: str
    state: str
    starts: str
    ends: str
    place: str
    lat: float | None
    lon: float | None
    people_served: int | None
    url: str


class ProjectDetail(Project):
    summary: str
    result_zh: str
    result_en: str
    worth: str
    tranches: list[dict]
    budget: list[dict]
    reports: list[dict]
    beside: list[dict]


@router.get("/projects", response=dict[str, int | list[Project]], summary="Funded projects, newest first")
def projects(request, round: str = "", state: str = "", offset: int = 0, limit: int = 50):
    rows = Agreement.objects.public()
    if round:
        rows = rows.filter(round__code=round)
    if state:
        rows = rows.filter(state=state)
    start, most = min(max(offset, 0), 10**9), min(max(limit, 1), MOST)
    found = rows.with_figures().select_related("community").order_by("-id")[start : start + most]
    return {"count": rows.count(), "items": [_project(row) for row in found]}


@router.get("/projects/{number}", response=ProjectDetail, summary="One funded project")
def project(request, number: str):
    row = get_object_or_404(Agreement.objects.public().for_page(), number=number)
    closed = row.state == "closed"
    return _project(row) | {
        "summary": row.application.content["summary"], "worth": row.worth if closed else "",
        "result_zh": row.result_zh if closed else "", "result_en": row.result_en if closed else "",
        "tranches": [
            {"position": t.position, "title": t.title_zh, "amount": str(t.amount), "state": t.state, "paid_at": _iso(t.payment.paid_at) if t.state == "paid" else None}
            for t in row.tranches.all()
        ],
        "budget": [{"line": line.name, "granted": str(line.granted), "amount": str(line.amount)} for line in row.lines.all()],
        "reports": [
            {"kind": r.kind, "people_served": r.people_served, "indicators": r.indicators, "text": r.text}
            for r in row.reports.all() if r.state == "accepted"
        ],
        "beside": [
            {"kind": c.kind, "source": c.source, "what": c.what, "people": c.people, "hours": str(c.hours) if c.hours is not None else None, "amount": str(c.amount) if c.amount is not None else None}
            for c in row.contributions.all() if c.state == "told"
        ],
    }  # fmt: skip


def _project(row) -> dict:
    return {
        "number": row.number, "round": row.round.code, "title": row.title, "organisation": row.organisation.name_zh, "uscc": row.organisation.uscc,
        "amount": str(row.amount), "paid": str(row.paid), "returned": str(row.returned), "state": row.state, "starts": row.starts.isoformat(),
        "ends": row.ends.isoformat(), "place": row.place or (row.community.name_zh if row.community else ""), "lat": row.lat, "lon": row.lon,
        "people_served": row.people_served if row.state == "closed" else None, "url": row.get_absolute_url(),
    }  # fmt: skip
