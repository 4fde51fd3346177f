"""Pictures of figures: a room registers one, and it has a page, an SVG, a CSV and a place on other pages.

    @picture("spending", title=_("Spending by month"), about=_("What was paid in each month."))
    def spending(actor, subject, asked) -> Figures: ...

`Figures` are the source: a table, and a function that draws it. See docs/pictures.md.
"""

from .drawing import Drawing
from .figures import Figures, Row
from .kept import kept_section
from .shelf import Picture, Shown, addresses, all_pictures, picture, section, show

__all__ = [
    "Drawing", "Figures", "Picture", "Row", "Shown", "addresses", "all_pictures", "kept_section", "picture", "section", "show",
]  # fmt: skip
