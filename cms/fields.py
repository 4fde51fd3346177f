"""A StreamField whose blocks stay out of migrations: a new block is no change of the database."""

from wagtail.fields import StreamField

from . import blocks


class BodyField(StreamField):
    """The body of an article: the blocks of `blocks.BODY`."""

    def __init__(self, *args, **kwargs):
        kwargs.pop("block_lookup", None)
        super().__init__(blocks.BODY, **kwargs)

    def deconstruct(self):
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
