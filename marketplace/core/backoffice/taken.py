"""Who took which list out of the back office: one event of the audit for each export."""

from urllib.parse import unquote_plus

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from .. import audit, exports


def record(request, name: str, model, kind: str, rows: int | None = None):
    """The list `name` (of a viewset, or an address of Wagtail's own), the question, how many rows where that is known."""
    question = request.GET.copy()
    question.pop("export", None)
    words = unquote_plus(question.urlencode()).replace("\0", "")[:400]
    told = {"list": name, "format": kind, "question": words, "rows": rows}
    changes = {key: [None, value] for key, value in told.items()}
    of = ContentType.objects.get_for_model(model)
    with transaction.atomic():
        return audit.record(exports.EXPORTED, of, by=request.actor, changes=changes)
