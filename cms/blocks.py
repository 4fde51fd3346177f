"""What an article is made of. Every picture says what it shows and where it comes from."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images.blocks import ImageChooserBlock


class Heading(blocks.CharBlock):
    class Meta:
        label = _("heading")
        icon = "title"
        template = "cms/blocks/heading.html"


class Paragraph(blocks.RichTextBlock):
    class Meta:
        label = _("paragraph")
        icon = "pilcrow"
        template = "cms/blocks/paragraph.html"


class Quote(blocks.StructBlock):
    text = blocks.TextBlock(label=_("words"), max_length=600)
    source = blocks.CharBlock(label=_("who says so, or where it stands"), max_length=160)

    class Meta:
        label = _("quote")
        icon = "openquote"
        template = "cms/blocks/quote.html"


class Figure(blocks.StructBlock):
    image = ImageChooserBlock(label=_("picture"))
    alt = blocks.CharBlock(label=_("what the picture shows, for those who cannot see it"), max_length=250)
    caption = blocks.CharBlock(label=_("caption"), max_length=250, required=False)
    source = blocks.CharBlock(label=_("source of the picture"), max_length=160)

    class Meta:
        label = _("figure")
        icon = "image"
        template = "cms/blocks/figure.html"


class Table(blocks.StructBlock):
    caption = blocks.CharBlock(label=_("caption"), max_length=160)
    table = TypedTableBlock(
        [
            ("text", blocks.CharBlock(label=_("words"), required=False)),
            ("number", blocks.DecimalBlock(label=_("number"), required=False)),
        ],
        label=_("table"),
    )

    class Meta:
        label = _("table")
        icon = "table"
        template = "cms/blocks/table.html"


BODY = [
    ("heading", Heading(max_length=80)),
    ("paragraph", Paragraph(features=["bold", "italic", "link", "ol", "ul"])),
    ("quote", Quote()),
    ("figure", Figure()),
    ("table", Table()),
]
