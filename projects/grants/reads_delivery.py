"""What the pages of agreements show: money, files, lines with what was spent, projects on the map, years side by side."""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext as _

from marketplace.core import words
from marketplace.core.maps import Map, Spot
from marketplace.core.models import StoredFile
from marketplace.core.money import ZERO

from .maps import outlines
from .models import Agreement, Application, Expense, Report, Round, Visit
from .states import CLOSED_TO_APPLICATIONS
from .states_agreements import PUBLIC, AgreementState


def files_by_owner(model, rows, purpose) -> dict:
    """{key: [files, oldest first]} in one query. Who may read them is asked by the caller."""
    found = defaultdict(list)
    kind = ContentType.objects.get_for_model(model)
    stored = StoredFile.objects.filter(content_type=kind, purpose=purpose, object_id__in=[row.pk for row in rows])
    for one in stored.order_by("pk"):
        found[one.object_id].append(one)
    return found


def page_of(agreement, *, party: bool) -> dict:
    """The parts of an agreement's page. party: the reader belongs to one of the two sides, or audits."""
    reports, visits, expenses = (list(rows.all()) for rows in (agreement.reports, agreement.visits, agreement.expenses))
    spent = defaultdict(lambda: ZERO)
    for expense in expenses:
        if expense.state == "entered":
            spent[expense.line_id] += expense.amount
    lines = list(agreement.lines.all())
    for line in lines:
        line.spent = spent[line.pk]
        line.left = line.amount - line.spent
    if party:
        for model, rows, purpose in ((Report, reports, "grants.report"), (Visit, visits, "grants.visit"), (Expense, expenses, "grants.voucher")):  # fmt: skip
            papers = files_by_owner(model, rows, purpose) if rows else {}
            for row in rows:
                row.papers = papers.get(row.pk, [])
    versions = list(agreement.versions.all())
    for rows in (reports, visits, expenses, agreement.tranches.all(), agreement.changes.all(), agreement.recoveries.all(), agreement.contributions.all()):  # fmt: skip
        for row in rows:
            row.agreement = agreement  # its verbs ask the agreement, which is here already
    told = [row for row in agreement.contributions.all() if row.state == "told"]
    shown = [r for r in reports if party or r.state in ("handed_in", "accepted") or r.state == "planned"]
    return {
        "lines": lines, "reports": shown, "visits": visits if party else [v for v in visits if v.state == "held"],
        "expenses": expenses if party else [], "tranches": list(agreement.tranches.all()), "contributions": told,
        "changes": list(agreement.changes.all()) if party else [], "versions": versions if party else [v for v in versions if v.effective_at],
        "recoveries": list(agreement.recoveries.all()) if party else [r for r in agreement.recoveries.all() if r.state in ("demanded", "returned")],
        "unaccounted": agreement.paid - agreement.spent - agreement.returned,
    }  # fmt: skip


# ---- awarded projects of a round ------------------------------------------------------------------------
def projects(round, awards) -> list[dict]:
    """Awards of a round with their public agreement, numbered for list and map: [{"n", "application", "agreement"}]."""
    known = {
        row.application_id: row
        for row in Agreement.objects.public().filter(round=round).with_figures().select_related("community")
    }
    return [{"n": n, "application": row, "agreement": known.get(row.pk)} for n, row in enumerate(awards, 1)]


def spot_of(agreement):
    """(lat, lon) of the project, or of its community; None where neither is known."""
    if agreement.lat is not None and agreement.lon is not None:
        return agreement.lat, agreement.lon
    community = agreement.community
    return (community.lat, community.lon) if community is not None and community.lat is not None else None


def map_of(rows) -> Map | None:
    """The projects on the map; the numbers are those of the list. None where no place is known."""
    spots = []
    for row in rows:
        agreement = row["agreement"]
        where = spot_of(agreement) if agreement else None
        if where:
            text = words.yuan(agreement.amount)
            spots.append(Spot(row["n"], agreement.title, *where, _("%(amount)s yuan") % {"amount": text}, agreement.get_absolute_url(), agreement.state == AgreementState.TERMINATED))  # fmt: skip
    if not spots:
        return None
    return Map("projects-map", _("Awarded projects on the map; the numbers are those of the list"), outlines(), spots)


def sums_of(rows) -> dict:
    """{"count", "awarded", "paid", "done", "people"} of a round's projects."""
    agreements = [row["agreement"] for row in rows if row["agreement"]]
    closed = [one for one in agreements if one.state == AgreementState.CLOSED]
    return {
        "count": len(rows), "awarded": sum((row["application"].determination.amount for row in rows), ZERO),
        "paid": sum((one.paid - one.returned for one in agreements), ZERO), "done": len(closed),
        "people": sum(one.people_served or 0 for one in closed),
    }  # fmt: skip


# ---- years side by side -----------------------------------------------------------------------------------
def by_year(actor) -> list[dict]:
    """Rounds whose call is over, newest year first: how many applied, were funded, delivered, and how many people were served.

    Before the call is closed nobody learns how many have applied.
    """
    rounds = (
        Round.objects.visible_to(actor)
        .filter(state__in=CLOSED_TO_APPLICATIONS)
        .with_figures()
        .order_by("-published_at", "-id")
    )
    rounds = list(rounds)
    applied, closed = defaultdict(int), defaultdict(list)
    keys = [round.pk for round in rounds]
    for key in (
        Application.objects.filter(round__in=keys)
        .exclude(state__in=["draft", "withdrawn"])
        .values_list("round", flat=True)
    ):
        applied[key] += 1
    for one in Agreement.objects.filter(round__in=keys, state__in=PUBLIC).only("round_id", "state", "people_served"):
        closed[one.round_id].append(one)
    years = {}
    for round in rounds:
        done = [one for one in closed[round.pk] if one.state == AgreementState.CLOSED]
        row = {
            "round": round, "applied": applied[round.pk], "funded": round.awards, "awarded": round.awarded, "delivered": len(done),
            "people": sum(one.people_served or 0 for one in done),
        }  # fmt: skip
        year = timezone.localtime(round.published_at).year
        years.setdefault(year, {"year": year, "rows": []})["rows"].append(row)
    for year in years.values():
        year["total"] = {
            name: sum((row[name] for row in year["rows"]), ZERO if name == "awarded" else 0)
            for name in ("applied", "funded", "awarded", "delivered", "people")
        }
    return [years[year] for year in sorted(years, reverse=True)]
