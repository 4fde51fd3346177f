"""What an application says that its agreement takes over: budget lines, term, place, indicators. Pure reading."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from marketplace.core.money import yuan

from . import formdef
from .kinds import FieldType

FINAL_DAYS = 30  # after the end of the project the final report is due
USUAL_DAYS = 365


@dataclass
class Said:
    """lines: [(name, asked)]; days: (first, last) or None; indicators: [{"name", "unit", "target"}]."""

    lines: list = field(default_factory=list)
    days: tuple | None = None
    place: str = ""
    lat: float | None = None
    lon: float | None = None
    indicators: list = field(default_factory=list)

    def term(self, today: date) -> tuple[date, date]:
        """The days of the application where they lie ahead, else of the same length from today on."""
        if self.days is None:
            return today, today + timedelta(days=USUAL_DAYS)
        first, last = self.days
        if first < today:
            return today, max(last, today + (last - first))
        return first, last


def of_application(application) -> Said:
    """What the answers say, found by the type of their questions."""
    found = Said()
    answers = (application.content or {}).get("answers", {})
    for question in formdef.fields(application.form.definition):
        value, kind = answers.get(question["key"]), question["type"]
        if formdef.is_empty(value):
            continue
        if kind == FieldType.BUDGET:
            found.lines += [(row["item"], yuan(row["asked"])) for row in value]
        elif kind == FieldType.DATES and found.days is None and len(value) == 2 and value[0] < value[1]:
            found.days = (date.fromisoformat(value[0]), date.fromisoformat(value[1]))
        elif kind == FieldType.INDICATORS:
            found.indicators += [{"name": r["name"], "unit": r.get("unit", ""), "target": r["target"]} for r in value]
        elif kind == FieldType.PLACE and not found.place:
            found.place = value.get("text", "")[:160]
            if value.get("lat") not in (None, "") and value.get("lon") not in (None, ""):
                found.lat, found.lon = float(value["lat"]), float(value["lon"])
    return found
