"""The picture of the fifteen-minute circle: what every community reaches on foot, and what is missing."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from marketplace.core.pictures import Figures, Row, picture
from marketplace.core.pictures.shapes.bars import Bar, bars
from marketplace.core.pictures.shapes.matrix import Cell, Field, presence

from .circle import coverage
from .walking import MINUTES

MOST = 20  # communities that find room side by side
ABOUT = gettext_lazy(
    "Minutes on foot from the middle of each community to the nearest place. A frame: nothing of that kind within fifteen minutes."
)


@picture("circle-coverage", title=gettext_lazy("What lies within fifteen minutes on foot"), about=ABOUT, order=70)
def circle_coverage(_actor, _subject, _asked):
    """Kinds of place and categories of services × communities. Only listed places count, for whoever looks."""
    rows = coverage()
    lines = [*rows[0]["circle"].needs, *rows[0]["circle"].categories] if rows else []
    names = [row["community"].name for row in rows]
    head = (_("Needed"), _("Communities that reach it"), *names)
    if not any(row["circle"].reaches for row in rows):
        return Figures(head, empty=_("No place has been put on the map yet."))
    table, field, drawn = [], [], []
    for n, line in enumerate(lines):
        mine = [(*row["circle"].needs, *row["circle"].categories)[n] for row in rows]
        reached = sum(one.is_reached for one in mine)
        label = str(line.label)
        table.append(Row((label, reached, *(one.nearest.minutes if one.nearest else None for one in mine))))
        cells = [_cell(one, label, name) for one, name in zip(mine, names, strict=True)]
        field.append((label, cells[:MOST], f"{reached} / {len(rows)}"))
        if reached < len(rows):
            drawn.append(Bar(label, len(rows), f"{reached} / {len(rows)}", reached))
    others = len(lines) - len(drawn)
    if others:
        name = ngettext("%(n)s more, reached by all", "%(n)s more, reached by all", others) % {"n": others}
        drawn.append(Bar(name, len(rows), f"{len(rows)} / {len(rows)}", len(rows)))
    whole = sum(row["circle"].is_whole for row in rows)
    says = ngettext(
        "%(whole)s of %(n)s community reaches all of it within %(minutes)s minutes.",
        "%(whole)s of %(n)s communities reach all of it within %(minutes)s minutes.",
        len(rows),
    ) % {"whole": whole, "n": len(rows), "minutes": MINUTES}
    sums = [len(lines) - len(row["circle"].gaps) for row in rows]
    whole_field = Field(field, [(name, str(n)) for name, n in zip(names[:MOST], sums, strict=False)], _("reached"))
    return Figures(
        head, table, says=says, foot=(_("Reached within %(minutes)s minutes") % {"minutes": MINUTES}, sum(sums), *sums),
        draw=lambda tall: bars(drawn, tall=True) if tall else presence(whole_field),
    )  # fmt: skip


def _cell(line, label, name) -> Cell:
    minutes = str(line.nearest.minutes) if line.nearest else ""
    title = f"{name}, {label}: " + (_("%(n)s minutes") % {"n": minutes} if minutes else _("nowhere"))
    return Cell(minutes if len(minutes) < 3 else "", missing=not line.is_reached, title=title)
