"""The register as JSON: what the public pages show, nothing more.

GET /api/orgs/organisations?q=&org_class=&legal_form=&grade=&community=&hub=&page=   100 a page
GET /api/orgs/organisations/{code}
"""

from datetime import date

from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from marketplace.core import clock

from .models import Organisation

PER_PAGE = 100
router = Router(tags=["organisations"])


class OrganisationRow(Schema):
    """One organisation of the register; texts in both languages, codes as constants."""

    code: str
    uscc: str
    name_zh: str
    name_en: str
    legal_form: str
    org_class: str
    level: str
    founded: date
    community: str | None
    staff: int
    social_workers: int
    is_hub: bool
    grade: str | None
    state: str
    field_zh: str
    field_en: str
    provenance: str


class OrganisationPage(Schema):
    count: int
    page: int
    results: list[OrganisationRow]


class GradeRow(Schema):
    grade: str
    valid_from: date
    valid_to: date


class StageRow(Schema):
    stage: str
    since: date


class OrganisationDetail(OrganisationRow):
    profile_zh: str
    profile_en: str
    assessments: list[GradeRow]
    incubation: list[StageRow]


def _row(organisation) -> dict:
    names = set(OrganisationRow.model_fields) - {"community", "grade"}
    return {
        **{name: getattr(organisation, name) for name in names},
        "community": organisation.community.code if organisation.community else None,
        "grade": organisation.grade_now,
    }


@router.get("/organisations", response=OrganisationPage)
def organisations(
    request, q: str = "", org_class: str = "", legal_form: str = "", grade: str = "", community: str = "",
    hub: bool = False, page: int = 1,
):  # fmt: skip
    """The public register, by code."""
    rows = Organisation.objects.visible_to(request.actor).listed().with_grade(clock.today())
    wanted = {"org_class": org_class, "legal_form": legal_form, "grade_now": grade, "community__code": community}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    if q:
        rows = rows.matching(q[:80])
    if hub:
        rows = rows.filter(is_hub=True)
    page = min(max(page, 1), 100_000)
    start = (page - 1) * PER_PAGE
    found = rows.select_related("community").order_by("code")[start : start + PER_PAGE]
    return {"count": rows.count(), "page": page, "results": [_row(o) for o in found]}


@router.get("/organisations/{code}", response=OrganisationDetail)
def organisation(request, code: str):
    """One organisation with its assessments and incubation stages."""
    rows = Organisation.objects.visible_to(request.actor).with_grade(clock.today()).select_related("community")
    found = get_object_or_404(rows.prefetch_related("assessments", "incubation"), code=code)
    return {
        **_row(found),
        "profile_zh": found.profile_zh,
        "profile_en": found.profile_en,
        "assessments": [
            {"grade": a.grade, "valid_from": a.valid_from, "valid_to": a.valid_to} for a in found.assessments.all()
        ],
        "incubation": [{"stage": r.stage, "since": r.since} for r in found.incubation.all()],
    }
