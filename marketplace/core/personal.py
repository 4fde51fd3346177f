"""Personal data is marked where it is declared; the mark drives erasure, the audit and the docs."""

from dataclasses import dataclass

from django.apps import apps
from django.db import models


@dataclass(frozen=True)
class Mark:
    """why: what it is needed for; erased: what stands there after erasure; of: the way to the person whose it is."""

    why: str
    erased: object = ""
    of: str = ""


def personal(field: models.Field, *, why: str, erased="", of: str = "") -> models.Field:
    """Mark a model field as personal data: `phone = personal(models.CharField(...), why="call back")`.

    of: look-up from the row to the user ("user", "member__user"); empty on the user's own row, and where the data
    is a body's (an organisation's contact) and outlives the person.
    """
    field.personal = Mark(why, erased, of)
    return field


def is_personal(field) -> bool:
    return getattr(field, "personal", None) is not None


def personal_fields():
    """Every marked field of the portal: (model, field, mark)."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if is_personal(field):
                yield model, field, field.personal
