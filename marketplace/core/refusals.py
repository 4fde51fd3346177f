"""A refusal is a sentence, and where a rule book applies, its clause."""

from django.utils.translation import gettext_lazy as _

# Codes (without their room) that say: the time has not come, the time is over.
EARLY = {"too_early", "still_open"}
LATE = {"late", "deadline_passed", "questions_closed", "already_over"}


class Refused(Exception):
    """A business act is not done; nothing was changed.

    Attributes:
        code: English constant, for tests and the API.
        sentence: translated, with `values` filled in.
        clause: "Order 87, art. 33", or "".
        field: name of the form field it belongs to, or "".
        kind: "who" (not for this person, 403), "when" (not in this state, 409), "what" (a requirement fails, 422).
    """

    STATUS = {"who": 403, "when": 409, "what": 422}

    def __init__(self, code, sentence, *, clause="", field="", kind="what", values=None):
        self.code, self._sentence, self.clause, self.field, self.kind = code, sentence, clause, field, kind
        self.values = values or {}
        super().__init__(code)

    @property
    def sentence(self) -> str:
        return str(self._sentence) % self.values if self.values else str(self._sentence)

    @property
    def timing(self) -> str:
        """Which side of a date one stands on: "early", "late", or "" when no date is what stands against it."""
        name = self.code.rpartition(".")[2]
        return "early" if name in EARLY else "late" if name in LATE or name.endswith("_late") else ""

    @property
    def status(self) -> int:
        return self.STATUS[self.kind]

    def __str__(self):
        return f"{self.code}: {self.sentence}" + (f" ({self.clause})" if self.clause else "")

    def as_json(self) -> dict:
        """What the API answers."""
        return {"code": self.code, "sentence": self.sentence, "clause": str(self.clause), "field": self.field}


class LOG_IN(Refused):
    """Raised like a constant (`raise LOG_IN`), made anew each time: a shared exception would collect tracebacks."""

    def __init__(self):
        super().__init__("log_in", _("Please log in first."), kind="who")


__all__ = ["LOG_IN", "Refused"]
