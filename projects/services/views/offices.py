"""Offices and departments: what each is there for, and which matters of the directory it answers for."""

from django.db.models import Count
from django.shortcuts import render
from django.views.decorators.http import require_safe

from marketplace.core import clock, pagecache
from orgs.kinds import OfficeKind
from orgs.models import Office

from ..models import Service

ORDER = (
    OfficeKind.STREET, OfficeKind.STREET_DEPARTMENT, OfficeKind.STREET_CENTRE, OfficeKind.STREET_BODY,
    OfficeKind.DISTRICT, OfficeKind.DISTRICT_DEPARTMENT,
)  # fmt: skip


@require_safe
def offices(request):
    if not request.actor.is_known:
        pagecache.until(request, clock.tomorrow())
    counts = dict(Service.objects.listed().order_by().values_list("department").annotate(Count("pk")))
    kinds = {kind: [] for kind in ORDER}
    for row in Office.objects.visible_to(request.actor).standing().order_by("code"):
        row.matters = counts.get(row.pk, 0)
        kinds[row.kind].append(row)
    groups = [(kind.label, found) for kind, found in kinds.items() if found]
    return render(request, "services/offices.html", {"groups": groups})
