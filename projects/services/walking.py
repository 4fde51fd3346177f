"""How far on foot: straight line × detour at walking speed, as the row that holds today says (`models.Pace`).

The sources count in minutes and do not say how one travels (C02). The pages state the rule beside every figure.
"""

import math
from dataclasses import dataclass

MINUTES = 15
EARTH = 6_371_000  # metres


@dataclass(frozen=True)
class Rule:
    """detour: factor by which straight lines are lengthened; kmh: walking speed."""

    detour: float = 1.3
    kmh: float = 4.5

    @property
    def metres_a_minute(self) -> float:
        """As the crow flies."""
        return self.kmh * 1000 / 60 / self.detour

    def minutes(self, lat1: float, lon1: float, lat2: float, lon2: float) -> int:
        """Minutes on foot, rounded up; at least one."""
        return max(1, math.ceil(round(metres(lat1, lon1, lat2, lon2) / self.metres_a_minute, 6)))


FIRST = Rule()  # commonly used for dense street nets, and an unhurried adult; what holds before anybody enters a row


def rule(day=None) -> Rule:
    """The rule that holds on a day (today). One query."""
    from .models import Pace

    row = Pace.objects.on(day)
    return Rule(float(row.detour), float(row.kmh)) if row else FIRST


def metres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance (haversine)."""
    a, b = math.radians(lat1), math.radians(lat2)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(min(half, 1)))
