"""The picture of incubation: bodies by class and stage."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.core.pictures import Figures, Row, picture
from marketplace.core.pictures.shapes.matrix import Cell, Field, counts
from orgs.kinds import IncubationStage, OrgClass

from .figures import by_class_and_stage

ABOUT = gettext_lazy(
    "Organisations and groups that are or were inside a centre, by class and by the stage they have reached."
)


@picture("incubation", title=gettext_lazy("Incubation by class and stage"), about=ABOUT, order=65)
def incubation(_actor, _subject, _asked):
    """What everybody may see, whoever looks."""
    found = by_class_and_stage()
    stages = list(IncubationStage)
    names = [str(stage.label) for stage in stages]
    head = (_("Class"), *names, _("Together"))
    if not found:
        return Figures(head, empty=_("No body is or was inside a centre yet."))
    most, table, field = max(found.values()), [], []
    for kind in OrgClass:
        numbers = [found[kind.value, stage.value] for stage in stages]
        if not sum(numbers):
            continue
        label = str(kind.label)
        table.append(Row((label, *numbers, sum(numbers))))
        cells = [
            Cell(f"{n:,}", n / most, title=f"{label}, {name}: {n:,}") for n, name in zip(numbers, names, strict=True)
        ]
        field.append((label, cells, f"{sum(numbers):,}"))
    sums = [sum(row.cells[column] for row in table) for column in range(1, len(head))]
    drawn = Field(
        field, [(name, f"{n:,}") for name, n in zip(names, sums, strict=False)], _("Together"), f"{sums[-1]:,}"
    )
    says = _("%(n)s bodies are or were inside a centre.") % {"n": f"{sums[-1]:,}"}
    return Figures(head, table, says=says, foot=(_("Together"), *sums), draw=lambda tall: counts(drawn, tall=tall))
