"""The pages of the verbs of a short concept."""

from marketplace.core import links
from marketplace.core.faces import Face, ReasonForm, face

from . import domain
from .forms.reviews import RemarkForm
from .models import Concept

face(
    "grants.concept",
    reads=lambda actor: Concept.objects.visible_to(actor).select_related("round__office", "organisation", "form"),
    verbs={
        "save": Face(domain.concepts.save, page=lambda concept: links.to("grants:concept_write", concept.code)),
        "submit": Face(domain.concepts.submit),
        "withdraw": Face(domain.concepts.withdraw),
        "invite": Face(domain.concepts.invite, form=RemarkForm),
        "decline": Face(domain.concepts.decline, form=ReasonForm),
    },
)
