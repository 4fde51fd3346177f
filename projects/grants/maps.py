"""Maps of this room: the communities' outlines; one to choose the place of an answer on."""

from django.utils.translation import gettext as _

from marketplace.core.maps import Area, Map
from orgs.models import Community

from . import formdef
from .kinds import FieldType


def outlines() -> list[Area]:
    """Every community that has an outline."""
    return [Area(place.name, place.polygon) for place in Community.objects.order_by("code") if place.polygon]


def to_choose(definition) -> Map | None:
    """The street, to choose a point on; None where the form asks for no place."""
    if not any(field["type"] == FieldType.PLACE for field in formdef.fields(definition)):
        return None
    return Map("place-map", _("Map of the communities, to choose a point on"), outlines())
