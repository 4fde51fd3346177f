"""What of organisations may be found: the register by everybody, what is not verified yet by officers and its own members."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from marketplace.core import documents
from marketplace.core.documents import ENDED, PUBLIC, RUNNING, Document

from . import states
from .kinds import OrgClass
from .models import Community, Organisation


def _objects():
    return Organisation.objects.select_related("community")


def _documents(rows):
    with override("zh-hans"):
        return [_document(row) for row in rows]


def _document(row: Organisation) -> Document:
    is_listed = row.state in states.PUBLIC
    return Document(
        kind="organisation",
        key=row.pk,
        code=row.code,
        title_zh=row.name_zh,
        title_en=row.name_en,
        body_zh=f"{row.field_zh}\n{row.profile_zh}",
        body_en=f"{row.field_en}\n{row.profile_en}",
        words=row.uscc,
        url=row.get_absolute_url(),
        facets={
            "community": (row.community.code,) if row.community else (),
            "org_class": (row.org_class,),
            "status": (RUNNING if is_listed else ENDED,),
            "year": (str(row.founded.year),),
        },
        lat=row.community.lat if row.community else None,
        lon=row.community.lon if row.community else None,
        is_open=is_listed,
        audience=frozenset(
            {PUBLIC} if is_listed or row.verified_at is not None else {"officer", f"organisation:{row.pk}"}
        ),
    )


documents.register(
    "organisation",
    model=Organisation,
    one=_("Organisation"),
    many=_("Organisations"),
    order=50,
    objects=_objects,
    of=_documents,
)
documents.facet_names("community", lambda values: {c.code: c.name for c in Community.objects.filter(code__in=values)})
documents.facet_names("org_class", lambda values: {v: OrgClass(v).label for v in values if v in OrgClass.values})
