"""What a guide is made of. Its links lead to named doors of the portal, so that they follow the reader's language."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from .. import doors


class Door(blocks.ChoiceBlock):
    choices = doors.choices()


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
        key = value["door"]
        return (
            context | {"door_url": doors.address(key), "door_label": doors.label(key)}
            if key in doors.DOORS
            else context
        )


class NeededDocument(blocks.StructBlock):
    name = blocks.CharBlock(label=_("document"), max_length=120)
    note = blocks.CharBlock(label=_("original or copy, how many, where one gets it"), max_length=200, required=False)
    form = DocumentChooserBlock(label=_("form to download"), required=False)

    class Meta:
        label = _("document needed")
        icon = "doc-full"
        template = "cms/blocks/needed.html"
