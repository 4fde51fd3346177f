"""What may be found of organisations: the register by everybody; applications by officers and their own people."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from marketplace.core import clock, documents
from marketplace.core.texts import both, in_both, joined

from .kinds import OrgClass
from .models import Assessment, Community, Organisation
from .states import PUBLIC


def rows():
    return Organisation.objects.select_related("community").prefetch_related("assessments")


@override(settings.LANGUAGE_CODE)
def of(organisations):
    today = clock.today()
    for one in organisations:
        is_public = one.state in PUBLIC or one.verified_at is not None
        place, grade = one.community, one.grade_on(today)
        yield documents.Document(
            kind="organisation", key=one.pk, code=one.code, title_zh=one.name_zh, title_en=one.name_en,
            url=one.get_absolute_url(), body_zh=_text(one, place, "zh"), body_en=_text(one, place, "en"),
            words=joined(one.field_zh, one.field_en, one.uscc, f"{grade.grade} 评估等级 assessment grade" if grade else ""),
            facets={
                "community": (place.code,) if place else (), "org_class": (one.org_class,),
                "year": (str(one.founded.year),),
            },
            newest=one.verified_at, lat=place.lat if place else None, lon=place.lon if place else None,
            is_open=one.state in PUBLIC, look_again=_turns(one, today),
            provenance=one.provenance, audience=frozenset({documents.PUBLIC} if is_public else {"officer", f"organisation:{one.pk}"}),
        )  # fmt: skip


def _turns(one, today):
    """When the grade that is valid changes by itself: one begins, or one ends; None: never."""
    days = [day for a in one.assessments.all() for day in (a.valid_from, a.valid_to + timedelta(days=1)) if day > today]
    return clock.midnight(min(days)) if days else None


def _text(one, place, language) -> str:
    labels = (in_both(one.get_org_class_display), in_both(one.get_legal_form_display))
    return joined(
        both(one, "field")[language], both(one, "profile")[language], both(place, "name")[language] if place else "",
        *(label[language] for label in labels),
    )  # fmt: skip


documents.register(
    "organisation", model=Organisation, one=_("Organisation"), many=_("Organisations"), order=50, objects=rows, of=of
)
documents.touches(Assessment, "organisation", lambda row: [row.organisation_id])


def _classes(values):
    return {value: OrgClass(value).label for value in values if value in OrgClass.values}


documents.facet_names("org_class", _classes)


def _communities(values):
    return {row.code: row.name for row in Community.objects.filter(code__in=values)}


documents.facet_names("community", _communities)
