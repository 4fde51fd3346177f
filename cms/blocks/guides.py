"""What a guide is made of. Its links lead to named doors of the portal, so that they follow the reader's language."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

DOORS = {
    "calls": ("tenders:calls", _("Calls for tenders")),
    "catalogue": ("catalogue:current", _("Purchase list")),
    "organisations": ("orgs:list", _("Register of organisations")),
    "apply": ("orgs:apply", _("Apply for the register")),
    "funds": ("funds:list", _("Funds")),
    "ledger": ("funds:ledger", _("Ledger")),
    "outcomes": ("outcomes:list", _("Outcomes")),
    "desk": ("desk:home", _("My desk")),
    "signup": ("account_signup", _("Open an account")),
}


class Door(blocks.ChoiceBlock):
    choices = [(key, label) for key, (_name, label) in DOORS.items()]


class GuideStep(blocks.StructBlock):
    title = blocks.CharBlock(label=_("what is done"), max_length=80)
    text = blocks.RichTextBlock(label=_("how"), features=["bold", "link", "ul"], required=False)
    door = Door(label=_("where in the portal"), required=False)

    class Meta:
        label = _("step")
        icon = "list-ol"
        template = "cms/blocks/guide_step.html"

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        if value["door"] not in DOORS:
            return context
        name, label = DOORS[value["door"]]
        return context | {"door_url": reverse(name), "door_label": label}


class NeededDocument(blocks.StructBlock):
    name = blocks.CharBlock(label=_("document"), max_length=120)
    note = blocks.CharBlock(label=_("original or copy, how many, where one gets it"), max_length=200, required=False)
    form = DocumentChooserBlock(label=_("form to download"), required=False)

    class Meta:
        label = _("document needed")
        icon = "doc-full"
        template = "cms/blocks/needed.html"
