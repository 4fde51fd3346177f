"""Ready-made parts of a page: call-out, questions, steps, time line, documents, map."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.telepath import register
from wagtail.blocks.struct_block import StructBlockAdapter
from wagtail.documents.blocks import DocumentChooserBlock

from .. import maps


class CallOut(blocks.StructBlock):
    tone = blocks.ChoiceBlock(
        label=_("kind of call-out"),
        choices=[("", _("good to know")), ("due", _("a deadline")), ("wait", _("a warning"))],
        required=False,
    )
    title = blocks.CharBlock(label=_("heading"), max_length=80)
    text = blocks.RichTextBlock(label=_("words"), features=["bold", "link"])

    class Meta:
        label = _("call-out")
        icon = "warning"
        template = "cms/blocks/callout.html"


class Question(blocks.StructBlock):
    question = blocks.CharBlock(label=_("question"), max_length=200)
    answer = blocks.RichTextBlock(label=_("answer"), features=["bold", "link", "ol", "ul"])


class Questions(blocks.StructBlock):
    rows = blocks.ListBlock(Question(), label=_("questions"), min_num=1)

    class Meta:
        label = _("questions and answers")
        icon = "help"
        template = "cms/blocks/questions.html"


class Step(blocks.StructBlock):
    title = blocks.CharBlock(label=_("what is done"), max_length=80)
    text = blocks.TextBlock(label=_("how"), max_length=600, required=False)


class Steps(blocks.StructBlock):
    rows = blocks.ListBlock(Step(), label=_("steps"), min_num=1)

    class Meta:
        label = _("steps")
        icon = "list-ol"
        template = "cms/blocks/steps.html"


class Moment(blocks.StructBlock):
    when = blocks.CharBlock(label=_("when"), max_length=40)
    title = blocks.CharBlock(label=_("what happened"), max_length=120)
    text = blocks.TextBlock(label=_("more about it"), max_length=400, required=False)


class TimeLine(blocks.StructBlock):
    rows = blocks.ListBlock(Moment(), label=_("moments"), min_num=1)

    class Meta:
        label = _("time line")
        icon = "history"
        template = "cms/blocks/timeline.html"


class DocumentRow(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("document"))
    note = blocks.CharBlock(label=_("what it is for"), max_length=160, required=False)


class Documents(blocks.StructBlock):
    rows = blocks.ListBlock(DocumentRow(), label=_("documents"), min_num=1)

    class Meta:
        label = _("documents to download")
        icon = "doc-full"
        template = "cms/blocks/documents.html"


class Place(blocks.StructBlock):
    name = blocks.CharBlock(label=_("place"), max_length=120)
    lat = blocks.FloatBlock(label=_("latitude (WGS 84)"), min_value=-90, max_value=90)
    lon = blocks.FloatBlock(label=_("longitude (WGS 84)"), min_value=-180, max_value=180)
    note = blocks.CharBlock(label=_("address, or how to get there"), max_length=200, required=False)


class PlaceAdapter(StructBlockAdapter):
    """In the editor a place has a button that opens a map; without script latitude and longitude are typed."""

    js_constructor = "cms.Place"

    def js_args(self, block):
        from projects.services.maps import to_choose

        name, children, meta = super().js_args(block)
        hint = _("Press the place on the map, or go there with the arrow keys and press Enter.")
        picker = {"label": str(_("Choose the place on the map")), "hint": str(hint), "data": to_choose().data}
        return [name, children, meta | {"picker": picker}]

    @cached_property
    def media(self):
        scripts = ("leaflet/leaflet.js", "map/map.js", "cms/picker.js")
        styles = ("leaflet/leaflet.css", "map/map.css")
        return super().media + forms.Media(js=scripts, css={"all": styles})


register(PlaceAdapter(), Place)


class Map(blocks.StructBlock):
    """Places on the outline of the communities; the same places stand beside it as a list."""

    caption = blocks.CharBlock(label=_("caption"), max_length=160)
    places = blocks.ListBlock(Place(), label=_("places"), min_num=1, max_num=30)

    class Meta:
        label = _("map")
        icon = "site"
        template = "cms/blocks/map.html"

    def clean(self, value):
        value = super().clean(value)
        if not value["places"]:
            raise ValidationError(_("A map needs at least one place."))
        return value

    def get_context(self, value, parent_context=None):
        return super().get_context(value, parent_context) | {
            "map": maps.drawing(value["places"]),
            "moving": maps.moving(value["caption"], value["places"]),
        }


BLOCKS = [
    ("callout", CallOut(group=_("Ready-made parts"))),
    ("questions", Questions(group=_("Ready-made parts"))),
    ("steps", Steps(group=_("Ready-made parts"))),
    ("timeline", TimeLine(group=_("Ready-made parts"))),
    ("documents", Documents(group=_("Ready-made parts"))),
    ("map", Map(group=_("Ready-made parts"))),
]
