"""How a giver's name is shown: whole, its first character or initials, or not at all."""

import re

from django.utils.translation import gettext as _

from .kinds import Display

_HAN = re.compile("[\u4e00-\u9fff]")


def shown_name(name: str, display: str) -> str:
    """'王小明' -> '王**' as initials, 'Ann Lee' -> 'A. L.'; without a name: 'somebody' in the reader's language."""
    name = name.strip()
    if not name or display == Display.ANONYMOUS:
        return _("somebody without a name")
    if display == Display.NAMED:
        return name
    if _HAN.match(name):
        return name[0] + "*" * min(len(name) - 1, 2)
    return " ".join(f"{part[0].upper()}." for part in name.split()[:3])
