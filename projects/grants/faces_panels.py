"""The pages of the verbs of a panel."""

from marketplace.core.faces import Face, ReasonForm, face

from . import domain
from .forms import panels as forms
from .models import Panel, Remark

face(
    "grants.panel",
    reads=lambda actor: Panel.objects.visible_to(actor).select_related("round__office"),
    verbs={
        "change": Face(domain.panels.change, form=forms.PanelForm),
        "announce": Face(domain.panels.announce),
        "write_minutes": Face(domain.panels.write_minutes, form=forms.MinutesForm),
        "release": Face(domain.panels.release),
        "call_off": Face(domain.panels.call_off, form=ReasonForm),
    },
)
face(
    "grants.remark", reads=lambda actor: Remark.objects.visible_to(actor).select_related("application__round"), verbs={}
)
