"""Verbs of the directory: the only place that writes it."""

from .lists import add_category, add_set, change_category, end, set_members, use_again
from .opening import add_hours, add_special, end_hours, remove_special
from .services import add_service, change_service, close_service, publish_service, reopen_service, set_stations
from .stations import add_station, change_station, close_station, publish_station, reopen_station

__all__ = [
    "add_category",
    "add_hours",
    "add_service",
    "add_set",
    "add_special",
    "add_station",
    "change_category",
    "change_service",
    "change_station",
    "close_service",
    "close_station",
    "end",
    "end_hours",
    "publish_service",
    "publish_station",
    "remove_special",
    "reopen_service",
    "reopen_station",
    "set_members",
    "set_stations",
    "use_again",
]
