"""How a verb gets its page: one view serves every verb of every room.

    face("tenders.call", model=Call, reads=queries.calls, urls={"publish": Face(domain.publish, form=PublishForm)})

GET draws the form (works without JavaScript), POST does the act. A refusal is shown at the button or the
field with the same sentence that the API gives, HTTP 403, 409 or 422, and nothing typed is lost.
"""

from dataclasses import dataclass, field

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from . import links, typed
from .refusals import LOG_IN, Refused
from .states import TABLES

_faces: dict[str, "Room"] = {}
# Where in the session the address of the act stands that waits for a first second factor.
WAITING_ACT = "waiting_act"


class ConfirmForm(forms.Form):
    """A verb that needs nothing but the decision."""


class ReasonForm(forms.Form):
    """A verb that needs a reason, shown to those it concerns."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


@dataclass(frozen=True)
class Face:
    """One verb's face: `do(obj, by=actor, **form.cleaned_data)`; the form may take `obj` and `actor` keyword arguments.

    template: a fuller page than the standard one; to: obj -> URL to go to afterwards; page: obj -> URL of a page of
    its own, where the verb takes more than one form.
    """

    do: object
    form: type = ConfirmForm
    template: str = "core/verb.html"
    to: object = None
    page: object = None


@dataclass(frozen=True)
class Room:
    """reads(actor) -> queryset of what the actor may see; hiding is done there."""

    name: str
    reads: object
    faces: dict = field(default_factory=dict)


def face(name: str, *, reads, verbs: dict):
    """Register the faces of one state table. A room calls this in its `faces.py`."""
    unknown = set(verbs) - set(TABLES[name].by_verb)
    if unknown:
        raise ValueError(f"{name} has no verbs {unknown}")
    _faces[name] = Room(name, reads, verbs)


@dataclass(frozen=True)
class Button:
    """What `{% verbs obj %}` draws: open when `refusal` is None, else closed with its sentence."""

    verb: str
    label: object
    url: str
    refusal: Refused | None
    grave: bool = False
    hint: object = ""


def buttons(obj, actor, only=()) -> list[Button]:
    """The verbs the actor's roles could ever do to this object, in the order of the table.

    A verb whose state has passed or not come is closed with its sentence; verbs without a face are left out.
    """
    name = type(obj).STEPS
    room, table = _faces.get(name), TABLES[name]
    if room is None:
        return []
    found = []
    for verb, step in table.by_verb.items():
        if verb not in room.faces or (only and verb not in only) or not table.may_ever(verb, actor, obj):
            continue
        refusal = table.refusal(verb, actor, obj)
        if refusal and refusal.code == "second_factor":
            refusal = None  # the verb's page leads through the second factor
        found.append(Button(verb, step.label, url(obj, verb), refusal, step.grave, step.hint))
    return found


def url(obj, verb: str) -> str:
    """Address of a verb's page."""
    room = _faces.get(type(obj).STEPS)
    if room and verb in room.faces and room.faces[verb].page:
        return room.faces[verb].page(obj)
    return links.to("core:verb", type(obj).STEPS, obj.pk, verb)


@sensitive_post_parameters()
def verb_view(request, name: str, pk: int, verb: str):
    """The page of any verb of any room."""
    room = _faces.get(name)
    if room is None or verb not in room.faces:
        raise Http404
    actor, the_face = request.actor, room.faces[verb]
    obj = room.reads(actor).filter(pk=pk).first()
    if obj is None:
        if not actor.is_known:
            raise LOG_IN
        raise Http404
    if the_face.page:
        return redirect(the_face.page(obj))
    return act(request, obj, verb, the_face=the_face)


def has_face(name: str, verb: str) -> bool:
    return name in _faces and verb in _faces[name].faces


def act(request, obj, verb: str, *, the_face: Face | None = None, template="", to=None, extra=None):
    """Draw the form of a verb (GET) or do it (POST).

    obj: a row that the reader may see; unsaved for a verb that makes one, whose `do` takes no object then.
    template, to: instead of the face's own; extra: more for the template.
    """
    actor, table = request.actor, TABLES[type(obj).STEPS]
    the_face = the_face or _faces[type(obj).STEPS].faces[verb]
    refusal = table.refusal(verb, actor, obj)
    if obj.pk is None and refusal and refusal.kind == "what":
        refusal = None  # nothing is filled in yet; the verb itself asks when it is done
    if refusal and refusal.code == "second_factor":
        return to_second_factor(request)
    request.session.pop(WAITING_ACT, None)
    if refusal and refusal.kind == "who":
        raise refusal  # a page that is not for this person is not drawn: its form may hold what is hidden
    data = request.POST if request.method == "POST" else typed.take(request)
    form = build_form(the_face.form, obj, actor, data, request.FILES)
    status = 200
    if request.method == "POST":
        status = 422
        if refusal:
            status = refusal.status
        elif form.is_valid():
            try:
                done = the_face.do(*([] if obj.pk is None else [obj]), by=actor, **form.cleaned_data)
            except Refused as error:
                if error.code == "second_factor":
                    return to_second_factor(request)
                if obj.pk is not None:
                    obj.refresh_from_db()
                refusal, status = error, error.status
                if error.field in form.fields:
                    form.add_error(error.field, error.sentence)
            else:
                messages.success(request, f"{table.by_verb[verb].done}")
                to = to or the_face.to
                return redirect(to(done or obj) if to else (done or obj).get_absolute_url())
    elif refusal:
        status = refusal.status if refusal.kind != "what" else 200
    if refusal and refusal.field and refusal.field not in form.fields:
        # No field to stand at: the summary above the form shows it.
        refusal = Refused(
            refusal.code, refusal._sentence, clause=refusal.clause, kind=refusal.kind, values=refusal.values
        )
    step = table.by_verb[verb]
    context = {"obj": obj, "form": form, "step": step, "header_title": step.label, "refusal": refusal, "table": table}
    return TemplateResponse(request, template or the_face.template, context | (extra or {}), status=status)


def build_form(form_class, obj, actor, data, files):
    """Forms that know `obj` and `actor` say so with class attribute `knows = True`."""
    extra = {"obj": obj, "actor": actor} if getattr(form_class, "knows", False) else {}
    return form_class(data, files if data is not None else None, **extra)


def to_second_factor(request):
    """Lead through a fresh second factor and back, with what was typed; who has none yet is led to set one up."""
    from urllib.parse import urlencode

    from allauth.mfa.models import Authenticator
    from allauth.mfa.utils import is_mfa_enabled

    if not request.actor.is_known:
        raise LOG_IN
    if request.method == "POST":
        typed.keep(request)
    if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
        target = "mfa_reauthenticate"
    elif is_mfa_enabled(request.user, [Authenticator.Type.WEBAUTHN]):
        target = "mfa_reauthenticate_webauthn"
    else:
        messages.warning(request, _("This act needs a second factor. Please set one up first, then come back."))
        request.session[WAITING_ACT] = request.get_full_path()
        target = "mfa_index"
    return redirect(f"{reverse(target)}?{urlencode({'next': request.get_full_path()})}")


def waiting_act(request) -> str:
    """Address of the act for which a second factor had to be set up first, once it is; else ""."""
    from allauth.mfa.utils import is_mfa_enabled

    address = request.session.get(WAITING_ACT, "") if request.actor.is_known else ""
    return address if address and is_mfa_enabled(request.user) else ""
