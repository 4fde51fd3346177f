"""Files are found by their words: those of purposes that say so (`Purpose.found`), while everybody may read what they belong to.

The room that owns the files says that they change with their owner:

    documents.touches(Call, "file", filedocuments.of_owner)
"""

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _

from . import documents, files, filetext
from .actors import ANONYMOUS
from .models import StoredFile


def rows():
    """Uploaded files that may be documents."""
    return StoredFile.objects.filter(purpose__in=files.found_purposes()).exclude(object_id=None)


def of(stored):
    """One query for each kind of owner; a file whose words were never read is read now."""
    owners = _owners(stored)
    for row in stored:
        owner = owners.get((row.content_type_id, row.object_id))
        if owner is not None:
            words = filetext.kept(row.sha256, lambda row=row: files.open_file(row), row.media_type)
            name = {
                lang: getattr(owner, f"title_{lang}", "") or getattr(owner, f"name_{lang}", "") for lang in ("zh", "en")
            }
            yield documents.Document(
                kind="file", key=row.pk, code="", title_zh=row.name, url=f"/files/{row.key}/",
                body_zh=f"{name['zh']}\n{words}", body_en=f"{name['en']}\n{words}", newest=row.uploaded_at,
                facets={"year": (str(row.uploaded_at.year),)},
            )  # fmt: skip


def _owners(stored) -> dict:
    """{(kind, key): owner} of those that everybody may see now."""
    keys: dict = {}
    for row in stored:
        keys.setdefault(row.content_type_id, set()).add(row.object_id)
    found = {}
    for kind, wanted in keys.items():
        model = ContentType.objects.get_for_id(kind).model_class()
        for owner in model._default_manager.visible_to(ANONYMOUS).filter(pk__in=wanted):
            found[kind, owner.pk] = owner
    return found


def of_owner(obj):
    """Keys of the files that are found with this object."""
    return files.files_of(obj).filter(purpose__in=files.found_purposes()).values_list("pk", flat=True)


documents.register("file", model=StoredFile, one=_("File"), many=_("Files"), order=90, objects=rows, of=of)
