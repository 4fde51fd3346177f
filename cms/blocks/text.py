"""Words and pictures. Every picture says what it shows; a figure also says where it comes from."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.images.blocks import ImageChooserBlock

FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul"]


class Heading(blocks.CharBlock):
    class Meta:
        label = _("heading")
        icon = "title"
        template = "cms/blocks/heading.html"


class Subheading(blocks.CharBlock):
    class Meta:
        label = _("heading of a part")
        icon = "title"
        template = "cms/blocks/subheading.html"


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


class Picture(blocks.StructBlock):
    image = ImageChooserBlock(label=_("picture"))
    alt = blocks.CharBlock(label=_("what the picture shows, for those who cannot see it"), max_length=250)
    caption = blocks.CharBlock(label=_("caption"), max_length=250, required=False)

    class Meta:
        label = _("picture")
        icon = "image"
        template = "cms/blocks/figure.html"


class Figure(Picture):
    source = blocks.CharBlock(label=_("source of the picture"), max_length=160)

    class Meta:
        label = _("figure with its source")
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


BLOCKS = [
    ("heading", Heading(max_length=80, group=_("Words and headings"))),
    ("subheading", Subheading(max_length=80, group=_("Words and headings"))),
    ("paragraph", Paragraph(features=FEATURES, group=_("Words and headings"))),
    ("quote", Quote(group=_("Words and headings"))),
    ("picture", Picture(group=_("Pictures and tables"))),
    ("figure", Figure(group=_("Pictures and tables"))),
    ("table", Table(group=_("Pictures and tables"))),
]
