"""Which page each verb of a purchase list has."""

from django.urls import reverse

from marketplace.core.faces import Face, ReasonForm, face

from . import domain, forms
from .models import PurchaseList


def _list(obj):
    """After a verb on a service: back to its list."""
    return getattr(obj, "purchase_list", obj).get_absolute_url()


def _reads(actor):
    return PurchaseList.objects.visible_to(actor).select_related("office", "drafted_by", "based_on")


def import_url(purchase_list) -> str:
    """The import has two steps, so it has a page of its own."""
    return reverse("catalogue:import", args=[purchase_list.pk])


face(
    "catalogue.list",
    reads=_reads,
    verbs={
        "submit": Face(domain.submit),
        "publish": Face(domain.publish, template="catalogue/publish.html"),
        "return": Face(domain.return_list, form=ReasonForm),
        "revise": Face(domain.revise, form=forms.ReviseForm),
        "rename": Face(domain.rename, form=forms.RenameForm),
        "add_item": Face(domain.add_item, form=forms.ItemForm, template="catalogue/item_form.html", to=_list),
        "import": Face(domain.import_rows, page=import_url),
    },
)
