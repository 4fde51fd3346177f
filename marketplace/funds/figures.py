"""Rule figures in force on a day."""

from decimal import Decimal

from marketplace.core import clock


def in_force(key: str, day=None):
    """The row of a figure that is in force on a day (today): the newest approved one that has begun."""
    from .models import RuleFigure

    rows = RuleFigure.objects.filter(key=key, state="approved", valid_from__lte=day or clock.today())
    return rows.order_by("-valid_from", "-pk").first()


def number(key: str, day=None) -> int:
    """A figure as a whole number."""
    return int(in_force(key, day).value)


def share(key: str, day=None) -> Decimal:
    """A percentage as a share: 10 -> 0.10."""
    return in_force(key, day).value / 100


def clause(key: str, day=None) -> str:
    """Where a figure stands."""
    return in_force(key, day).clause
