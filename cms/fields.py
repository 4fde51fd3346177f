"""StreamFields whose blocks stay out of migrations: a new block is no change of the database."""

from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField


class HouseStream(StreamField):
    """Subclasses give `rows()`: the blocks, imported when the field is made."""

    def __init__(self, *args, **kwargs):
        kwargs.pop("block_lookup", None)
        super().__init__(self.rows(), **kwargs)

    def rows(self):
        raise NotImplementedError

    def deconstruct(self):
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs


class BodyField(HouseStream):
    """The body of a page: the blocks of `blocks.BODY`."""

    def rows(self):
        from .blocks import BODY

        return BODY


class StepsField(HouseStream):
    """The steps of a guide, in order; a step may end in a link into the portal."""

    def rows(self):
        from .blocks.guides import GuideStep

        return [("step", GuideStep())]


class NeededField(HouseStream):
    """Documents that somebody has to bring, with a form to download where there is one."""

    def rows(self):
        from .blocks.guides import NeededDocument

        return [("document", NeededDocument())]


class FilesField(HouseStream):
    """The files of a publication."""

    def rows(self):
        from .blocks.parts import DocumentRow

        return [("file", DocumentRow(label=_("file"), icon="doc-full"))]


__all__ = ["BodyField", "FilesField", "HouseStream", "NeededField", "StepsField"]
