"""The picture of the register: organisations by class and assessment grade."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.core import clock
from marketplace.core.pictures import Figures, Row, picture
from marketplace.core.pictures.shapes.matrix import Cell, Field, counts

from .kinds import Grade, OrgClass
from .models import Organisation

ABOUT = gettext_lazy(
    "Organisations in the public register. The larger the square, the more there are; an expired grade is no grade."
)


@picture("organisations", title=gettext_lazy("Organisations by class and grade"), about=ABOUT, order=60)
def organisations(actor, _subject, _asked):
    """What stands in the public register; applications are nobody's business here, whoever looks."""
    rows = Organisation.objects.visible_to(actor).listed().with_grade().order_by()
    found = Counter(rows.values_list("org_class", "grade_now"))
    grades = [*reversed(Grade.values), None]
    names = [*reversed([str(label) for label in Grade.labels]), _("no grade")]
    head = (_("Class"), *names, _("Together"))
    if not found:
        return Figures(head, empty=_("No organisation stands in the register yet."), stale_at=clock.tomorrow())
    most = max(found.values())
    table, field = [], []
    for kind in OrgClass:
        numbers = [found[kind.value, grade] for grade in grades]
        if not sum(numbers):
            continue
        label = str(kind.label)
        table.append(Row((label, *numbers, sum(numbers))))
        cells = [
            Cell(f"{n:,}", n / most, title=f"{label}, {name}: {n:,}") for n, name in zip(numbers, names, strict=True)
        ]
        field.append((label, cells, f"{sum(numbers):,}"))
    sums = [sum(row.cells[column] for row in table) for column in range(1, len(head))]
    graded = sums[-1] - sums[-2]
    says = _("%(whole)s organisations stand in the register, %(graded)s of them with a valid assessment grade.")
    drawn = Field(
        field, [(name, f"{n:,}") for name, n in zip(names, sums, strict=False)], _("Together"), f"{sums[-1]:,}"
    )
    return Figures(
        head, table, says=says % {"whole": f"{sums[-1]:,}", "graded": f"{graded:,}"}, foot=(_("Together"), *sums),
        draw=lambda tall: counts(drawn, tall=tall), stale_at=clock.tomorrow(),
    )  # fmt: skip
