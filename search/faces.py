"""Pages of the verbs of the search room."""

from django.urls import reverse

from marketplace.core.faces import Face, face

from . import saved, synonym_groups
from .forms import GroupForm
from .models import SavedSearch, SynonymGroup

face(
    "search.saved",
    reads=SavedSearch.objects.visible_to,
    verbs={"drop": Face(saved.drop, to=lambda obj: reverse("search:kept"))},
)
face(
    "search.synonyms",
    reads=SynonymGroup.objects.visible_to,
    verbs={
        "change": Face(synonym_groups.change, form=GroupForm),
        "end": Face(synonym_groups.end),
        "use": Face(synonym_groups.use),
    },
)
