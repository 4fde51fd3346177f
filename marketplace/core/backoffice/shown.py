"""What a list, a sheet and an export show of a row: one declaration for the three."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Manager
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import Column

from .. import words


@dataclass(frozen=True)
class Shown:
    """One column.

    path: attribute of the row, dotted; a callable on the way is called. label: lazy words.
    sort: column of the database by which a list may be ordered; listed: stands in the list, else on the sheet and in
    exports only. money: a Decimal in yuan.
    """

    path: str
    label: object
    sort: str = ""
    listed: bool = True
    money: bool = False

    def value(self, row):
        """The plain value, for exports."""
        found = row
        for name in self.path.split("."):
            if found is None:  # an empty relation on the way
                return None
            found = getattr(found, name)
            if isinstance(found, Manager):
                return ", ".join(str(one) for one in found.all())
            found = found() if callable(found) else found
        return found

    def text(self, row) -> str:
        """As people read it."""
        found = self.value(row)
        if found is None or found == "":
            return "–"
        if isinstance(found, bool):
            return _("yes") if found else _("no")
        if isinstance(found, dt.datetime):
            return words.when(found)
        if isinstance(found, dt.date):
            return words.day(found)
        if isinstance(found, Decimal) and self.money:
            return words.yuan(found)
        return str(found)


class TextColumn(Column):
    """A `Shown` as a column of Wagtail's table."""

    def __init__(self, shown: Shown):
        super().__init__(shown.path.replace(".", "_"), label=shown.label, sort_key=shown.sort or None)
        self.shown = shown

    def get_value(self, instance):
        return self.shown.text(instance)
