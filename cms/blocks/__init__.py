"""What pages are made of. BODY is the body of every page; the order is that of the editor's menu."""

from . import live, parts, text

BODY = [*text.BLOCKS, *parts.BLOCKS, *live.BLOCKS]

__all__ = ["BODY"]
