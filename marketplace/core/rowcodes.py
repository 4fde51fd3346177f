"""Codes under which rows stand in the data from which objects came in: people who know the data look for them.

rowcodes.keep(call, "PJ01")
rowcodes.of(Call, keys) == {17: "PJ01"}
"""

from django.contrib.contenttypes.models import ContentType

from .models import RowCode


def keep(obj, code: str):
    """The object came in as the row of this code."""
    kind = ContentType.objects.get_for_model(obj)
    RowCode.objects.update_or_create(content_type=kind, object_id=obj.pk, defaults={"code": code})


def of(model, keys) -> dict[int, str]:
    """{key: code} of those that came in with one."""
    rows = RowCode.objects.filter(content_type=ContentType.objects.get_for_model(model), object_id__in=list(keys))
    return dict(rows.values_list("object_id", "code"))
