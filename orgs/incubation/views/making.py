"""A page on which something new is made by a verb: the form, the refusal at its field, what was typed stays."""

from django.contrib import messages
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from marketplace.core.faces import to_second_factor
from marketplace.core.refusals import Refused


def make(request, form, do, *, heading, back, lead="", to=None, crumbs=()):
    """form: bound where the request posts; do(**cleaned) makes it; back: address; to: made -> address."""
    refusal, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = do(**form.cleaned_data)
            except Refused as error:
                if error.code == "second_factor":
                    return to_second_factor(request)
                refusal, status = error, error.status
                if error.field in form.fields:
                    form.add_error(error.field, error.sentence)
            else:
                messages.success(request, _("Saved."))
                return redirect(to(made) if to else made)
    context = {"form": form, "refusal": refusal, "heading": heading, "back": back, "lead": lead, "path": crumbs}
    return TemplateResponse(request, "incubation/make.html", context, status=status)


def posted(request):
    return request.POST if request.method == "POST" else None
