"""The pages of the verbs of outcomes; who may see the pictures."""

from marketplace.core.faces import Face, face
from marketplace.core.files import Purpose, register

from . import domain, forms
from .models import Outcome


def _reads(actor, stored):
    return Outcome.objects.visible_to(actor).filter(pk=stored.object_id).exists()


register(Purpose("outcomes.picture", media_types=("image/jpeg", "image/png", "image/webp"), max_mb=10, readers=_reads))

face(
    "outcomes.outcome",
    reads=lambda actor: Outcome.objects.visible_to(actor).select_related("contract__office", "contract__organisation"),
    verbs={
        "edit": Face(domain.edit, form=forms.EditForm),
        "add_picture": Face(domain.add_picture, form=forms.PictureForm),
        "remove_picture": Face(domain.remove_picture, form=forms.RemovePictureForm),
        "submit": Face(domain.submit),
        "send_back": Face(domain.send_back, form=forms.ReasonForm),
        "set_aside": Face(domain.set_aside, form=forms.ReasonForm),
        "take_up": Face(domain.take_up),
        "publish": Face(domain.publish),
    },
)
