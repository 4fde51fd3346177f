"""Indicators of a milestone as a buyer types them: one a line, "name; target; unit"."""

import unicodedata
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _


def parse(text: str) -> list[dict]:
    """[{"key", "name_zh", "name_en", "target", "unit_zh", "unit_en"}]; full-width marks are understood.

    Name and unit may stand in both languages, "探访 / visits"; one alone serves both.

    Raises:
        ValidationError: a target is no number from 0 up.
    """
    rows = []
    for position, line in enumerate(text.splitlines(), start=1):
        parts = [part.strip() for part in line.replace("；", ";").split(";")]
        if not parts[0]:
            continue
        name, target, unit = (*parts, "", "")[:3]
        target = unicodedata.normalize("NFKC", target).replace(",", "")
        try:
            number = Decimal(target)
        except ArithmeticError:
            number = None
        if number is None or not number.is_finite() or not 0 <= number < 10**9:
            raise forms.ValidationError(
                _("Line %(line)s: the target is a number, for example: visits; 400; times"), params={"line": position}
            )
        (name_zh, name_en), (unit_zh, unit_en) = _two(name), _two(unit)
        words = {"name_zh": name_zh, "name_en": name_en, "unit_zh": unit_zh, "unit_en": unit_en}
        rows.append({"key": f"i{position}", "target": target} | words)
    return rows


def as_text(rows: list[dict]) -> str:
    """The text from which `parse` makes these rows."""
    return "\n".join("; ".join((_one(row, "name"), str(row["target"]), _one(row, "unit"))) for row in rows)


def _two(text) -> tuple[str, str]:
    chinese, _slash, english = (part.strip() for part in text.replace("／", " / ").partition(" / "))
    return chinese, english or chinese


def _one(row, column) -> str:
    chinese, english = row.get(f"{column}_zh", ""), row.get(f"{column}_en", "")
    return chinese if english in ("", chinese) else f"{chinese} / {english}"
