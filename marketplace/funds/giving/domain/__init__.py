"""Verbs of giving: the only place that writes gifts, promises, collections and what the payment service says.

What a campaign needs: `record`, `start`, `promise` take `cause`; `charge` and `release_pledge` end a promise;
`capture` and `release` end a reservation; `refund` returns a gift. Each is told in the outbox (states*.py), and
`queries.given_to(cause)`, `queries.pledged_to(cause)` give the sums.
"""

from .checkout import begin_monthly, begin_payment, begin_promise
from .collections import (
    close_collection,
    draft_report,
    edit_collection,
    edit_report,
    file_collection,
    name_member,
    open_collection,
    plan_collection,
    publish_report,
    remind_report,
    settle_collection,
    strike_member,
)
from .gifts import confirm, forget, record, refund, reject, show
from .monthly import end_monthly, run_monthly, start_monthly, stop_monthly
from .payments import hear
from .permits import approve_permit, end_permit, record_permit
from .pledges import charge, due_of, fail_pledge, keep_pledge, lapse_pledge, promise, release_pledge, save_card
from .received import authorise, capture, expect, fail_return, lapse, note_return, receive, release, start
from .reconcile import reconcile
from .statements import book_statement, discard_statement, read_statement

__all__ = [
    "approve_permit", "authorise", "begin_monthly", "begin_payment", "begin_promise", "book_statement", "capture", "charge",
    "close_collection", "confirm", "discard_statement", "draft_report", "edit_collection", "edit_report", "end_monthly",
    "due_of", "end_permit", "expect", "fail_pledge", "fail_return", "file_collection", "forget", "hear", "keep_pledge", "lapse", "lapse_pledge",
    "name_member", "note_return", "open_collection", "plan_collection", "promise", "publish_report", "read_statement", "receive",
    "reconcile", "record", "record_permit", "refund", "reject", "release", "release_pledge", "remind_report", "run_monthly",
    "save_card", "settle_collection", "show", "start", "start_monthly", "stop_monthly", "strike_member",
]  # fmt: skip
