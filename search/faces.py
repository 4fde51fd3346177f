"""Pages of the verbs of the search room."""

from django.urls import reverse

from marketplace.core.faces import Face, face

from . import domain
from .forms import GroupForm
from .models import SavedSearch, SynonymGroup

face(
    "search.saved",
    reads=SavedSearch.objects.visible_to,
    verbs={"drop": Face(domain.drop, to=lambda obj: reverse("search:kept"))},
)
face(
    "search.synonyms",
    reads=SynonymGroup.objects.visible_to,
    verbs={
        "change": Face(domain.change, form=GroupForm),
        "end": Face(domain.end),
        "use": Face(domain.use),
    },
)
