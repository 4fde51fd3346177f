"""How far on foot: straight line × detour at walking speed. The pages state this rule beside every figure.

The sources count in minutes and do not say how one travels (C02); the detour factor is what straight lines are
commonly lengthened by in dense street nets, the speed that of an unhurried adult.
"""

import math

MINUTES = 15
DETOUR = 1.3
KMH = 4.5
EARTH = 6_371_000  # metres


def metres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance (haversine)."""
    a, b = math.radians(lat1), math.radians(lat2)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(min(half, 1)))


def minutes(lat1: float, lon1: float, lat2: float, lon2: float) -> int:
    """Minutes on foot, rounded up; at least one."""
    return max(1, math.ceil(round(metres(lat1, lon1, lat2, lon2) * DETOUR / (KMH * 1000 / 60), 6)))
