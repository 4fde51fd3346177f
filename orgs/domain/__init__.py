"""Verbs of people and organisations: the only place that writes them."""

from .accounts import change_profile
from .joins import accept_join, ask_to_join, decline_join
from .papers import add_document, replace_document, tell_of_expiry
from .records import record_grade, record_hub, record_incubation
from .register import (
    apply_organisation,
    edit_organisation,
    reinstate,
    resubmit,
    return_,
    suspend,
    verify,
    withdraw,
)
from .roles import end_role, grant_role

__all__ = [
    "accept_join",
    "add_document",
    "apply_organisation",
    "ask_to_join",
    "change_profile",
    "decline_join",
    "edit_organisation",
    "end_role",
    "grant_role",
    "record_grade",
    "record_hub",
    "record_incubation",
    "reinstate",
    "replace_document",
    "resubmit",
    "return_",
    "suspend",
    "tell_of_expiry",
    "verify",
    "withdraw",
]
