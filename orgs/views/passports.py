"""The growth passport for others: as JSON for machines, as PDF with a QR code for paper."""

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from marketplace.core import clock, frame, pdf
from marketplace.core.actors import ANONYMOUS
from marketplace.core.audit import timeline

from ..models import Organisation
from ..passport import passport


def _of(code):
    """What everybody may read, whoever asks."""
    rows = (
        Organisation.objects.visible_to(ANONYMOUS)
        .select_related("community")
        .prefetch_related("assessments", "incubation")
    )
    organisation = get_object_or_404(rows, code=code)
    return organisation, passport(organisation, [e for e in timeline(organisation, ANONYMOUS) if e.public])


def as_json(request, code):
    """GET: {"organisation", "state", "grade", "entries": [{"day", "kind", "title", "note", "url"}]}, newest first."""
    organisation, entries = _of(code)
    grade = organisation.grade_on(clock.today())
    return JsonResponse(
        {
            "as_of": clock.today().isoformat(),
            "organisation": {
                "code": organisation.code, "uscc": organisation.uscc, "name_zh": organisation.name_zh, "name_en": organisation.name_en,
                "founded": organisation.founded.isoformat(), "legal_form": organisation.legal_form, "org_class": organisation.org_class,
                "social_workers": organisation.social_workers, "is_hub": organisation.is_hub, "provenance": organisation.provenance,
            },
            "state": organisation.state,
            "grade": {"grade": grade.grade, "valid_to": grade.valid_to.isoformat()} if grade else None,
            "page": settings.SITE_URL + organisation.get_absolute_url(),
            "entries": [
                {
                    "day": entry.day.isoformat(), "kind": entry.kind, "seal": str(entry.seal), "title": str(entry.title), "note": str(entry.note),
                    "url": settings.SITE_URL + entry.url if entry.url else None,
                }
                for entry in entries
            ],
        },
        json_dumps_params={"ensure_ascii": False},
    )  # fmt: skip


def as_pdf(request, code):
    """GET: the passport on paper; the QR code leads to the page, where others see what stands there now."""
    organisation, entries = _of(code)
    grade = organisation.grade_on(clock.today())
    facts = [
        (_("Unified social credit code"), organisation.uscc),
        (_("Legal form"), organisation.get_legal_form_display()),
        (_("Class"), organisation.get_org_class_display()),
        (_("Founded on"), organisation.founded.isoformat()),
        (_("State"), organisation.get_state_display()),
        (
            _("Assessment grade"),
            f"{grade.grade} ({_('valid until %(day)s') % {'day': grade.valid_to.isoformat()}})"
            if grade
            else _("no grade"),
        ),
        (_("Social workers"), organisation.social_workers),
        (_("As of"), clock.today().isoformat()),
    ]
    rows = [(entry.day.isoformat(), str(entry.seal), f"{entry.title}\n{entry.note}".strip()) for entry in entries]
    paper = pdf.document(
        _("Growth passport: %(name)s") % {"name": organisation.name},
        [
            ("kv", facts), ("h2", _("What stands on record")), ("table", [_("Day"), _("Kind"), _("What happened")], rows),
            ("p", _("Every entry comes from a record of the portal. What changed since stands on the page.")),
            ("qr", settings.SITE_URL + organisation.get_absolute_url(), _("Check this passport:")),
        ],
        footer=f"{frame.host_name()} · {organisation.code}",
    )  # fmt: skip
    response = HttpResponse(paper, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, f"passport-{organisation.code}.pdf")
    return response
