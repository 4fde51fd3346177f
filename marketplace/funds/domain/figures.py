"""Rule figures: a new dated row is proposed, approved, or discarded."""

from datetime import date
from decimal import Decimal

from marketplace.core.verbs import creating, verb

from ..models import RuleFigure


def propose_figure(*, by, key: str, value: Decimal, valid_from: date, clause_zh: str, clause_en="", local=True) -> RuleFigure:  # fmt: skip
    """Propose another value from a day ahead on."""
    figure = RuleFigure(
        key=key, value=value, valid_from=valid_from, clause_zh=clause_zh, clause_en=clause_en, local=local, drafted_by=by.user
    )  # fmt: skip
    with creating(figure, by=by, verb="draft"):
        figure.save()
    return figure


def approve_figure(figure: RuleFigure, *, by) -> RuleFigure:
    with verb("approve", figure, by=by):
        pass
    return figure


def discard_figure(figure: RuleFigure, *, by) -> RuleFigure:
    with verb("discard", figure, by=by):
        pass
    return figure
