"""The pages of the verbs of the roster."""

from marketplace.core.faces import Face, ReasonForm, face

from . import domain, forms
from .models import Expert


def _to_entry(obj):
    return getattr(obj, "expert", obj).get_absolute_url()


face(
    "experts.expert",
    reads=lambda actor: Expert.objects.visible_to(actor).select_related("user", "office"),
    verbs={
        "admit": Face(domain.admit),
        "decline": Face(domain.decline, form=ReasonForm),
        "change": Face(domain.change, form=forms.ExpertForm),
        "add_post": Face(domain.add_post, form=forms.PostForm, to=_to_entry),
        "declare_tie": Face(domain.declare_tie, form=forms.TieForm, to=_to_entry),
        "end_tie": Face(domain.end_tie, form=forms.EndTieForm, to=_to_entry),
        "add_away": Face(domain.add_away, form=forms.AwayForm, to=_to_entry),
        "remove_away": Face(domain.remove_away, form=forms.RemoveAwayForm),
        "rest": Face(domain.rest),
        "resume": Face(domain.resume),
        "leave": Face(domain.leave),
        "appraise": Face(domain.appraise, form=forms.AppraiseForm, to=_to_entry),
        "remove": Face(domain.remove, form=ReasonForm),
        "propose_again": Face(domain.propose_again),
    },
)
