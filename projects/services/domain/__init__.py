"""Verbs of the directory: the only place that writes it."""

from .circle import (
    add_need,
    add_pace,
    add_walk,
    change_need,
    end_need,
    remove_walk,
    resume_need,
    take_back_pace,
)
from .lists import add_category, add_set, change_category, change_set, end, set_members, use_again
from .opening import add_hours, add_special, end_hours, remove_special
from .services import add_service, change_service, close_service, publish_service, reopen_service, set_stations
from .stations import add_station, change_station, close_station, publish_station, reopen_station

__all__ = [
    "add_category",
    "add_hours",
    "add_need",
    "add_pace",
    "add_service",
    "add_set",
    "add_special",
    "add_station",
    "add_walk",
    "change_category",
    "change_need",
    "change_service",
    "change_set",
    "change_station",
    "close_service",
    "close_station",
    "end",
    "end_hours",
    "end_need",
    "publish_service",
    "publish_station",
    "remove_special",
    "remove_walk",
    "reopen_service",
    "reopen_station",
    "resume_need",
    "set_members",
    "set_stations",
    "take_back_pace",
    "use_again",
]
