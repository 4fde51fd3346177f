"""Verbs of people and organisations: the only place that writes them."""

from .accounts import change_profile
from .delegations import (
    accept_delegation,
    decline_delegation,
    delegate,
    end_run_out,
    give_back_delegation,
    take_back_delegation,
)
from .joins import accept_join, ask_to_join, decline_join
from .log_ins import forget_old_log_ins, keep_log_in
from .masterdata import (
    add_community,
    add_day,
    add_office,
    change_community,
    change_office,
    end_standing,
    resume_standing,
    set_outline,
    take_back_day,
)
from .merging import PROVED_FOR, merge_accounts, prove_other
from .papers import add_document, replace_document, tell_of_expiry
from .records import lower_grade, record_grade, record_hub, record_incubation
from .register import (
    apply_organisation,
    edit_organisation,
    reinstate,
    reply,
    resubmit,
    return_,
    suspend,
    verify,
    withdraw,
)
from .roles import end_role, grant_role

__all__ = [
    "PROVED_FOR",
    "accept_delegation",
    "accept_join",
    "add_community",
    "add_day",
    "add_document",
    "add_office",
    "apply_organisation",
    "ask_to_join",
    "change_community",
    "change_office",
    "change_profile",
    "decline_delegation",
    "decline_join",
    "delegate",
    "edit_organisation",
    "end_role",
    "end_run_out",
    "end_standing",
    "forget_old_log_ins",
    "give_back_delegation",
    "grant_role",
    "keep_log_in",
    "lower_grade",
    "merge_accounts",
    "prove_other",
    "record_grade",
    "record_hub",
    "record_incubation",
    "reinstate",
    "replace_document",
    "reply",
    "resubmit",
    "resume_standing",
    "return_",
    "set_outline",
    "suspend",
    "take_back_day",
    "take_back_delegation",
    "tell_of_expiry",
    "verify",
    "withdraw",
]
