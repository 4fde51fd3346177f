"""Verbs of incubation: the only place that writes it."""

from .bookings import book, cancel_booking
from .centres import (
    add_centre,
    add_resource,
    change_centre,
    change_intake,
    close_centre,
    close_intake,
    draft_intake,
    publish_intake,
    reopen_centre,
)
from .enrolments import cancel_enrolment, check_in, enrol, mark, miss, rate
from .gradings import (
    begin_grading,
    fill_in_grading,
    grant_grade,
    hand_back_grading,
    hand_in_grading,
    record_visit,
    refuse_grade,
    tell_of_grades,
    tell_of_grades_again,
    withdraw_grading,
)
from .groups import ask_again, ask_filing, change_group, file_group, register_group, return_group, strike_group
from .helps import answer_help, ask_help, close_help
from .hubs import (
    accept_care,
    end_care,
    hand_over,
    propose_care,
    refuse_care,
    report_care,
    take_back,
    tell_report_due,
    tell_report_late,
)
from .objections import confirm_grade, confirm_grades, object_to_grade, reject_objection, uphold_objection
from .plans import assess, meet, reach_goal, review, set_goal, set_mentor, tell_due, tell_ending, tell_last
from .standards import (
    add_sentence,
    approve_standards,
    change_sentence,
    change_standards,
    discard_standards,
    remove_sentence,
    revise_standards,
    set_criterion,
)
from .stays import advance, apply, decline, end, go, graduate, invite, offer, prolong, sign, take_in, withdraw
from .trainings import call_off, change_training, draft_training, hold, print_code, publish_training, show_code

__all__ = [
    "add_sentence", "approve_standards", "change_sentence", "change_standards", "discard_standards", "remove_sentence", "revise_standards",
    "set_criterion",
    "confirm_grade", "confirm_grades", "object_to_grade", "reject_objection", "uphold_objection",
    "begin_grading", "fill_in_grading", "grant_grade", "hand_back_grading", "hand_in_grading", "record_visit", "refuse_grade", "withdraw_grading",
    "accept_care", "end_care", "hand_over", "propose_care", "refuse_care", "report_care", "take_back",
    "add_centre", "add_resource", "advance", "answer_help", "apply", "ask_again", "ask_filing", "ask_help", "assess", "book",
    "call_off", "cancel_booking", "cancel_enrolment", "change_centre", "change_group", "change_intake", "change_training",
    "check_in", "close_centre", "close_help", "close_intake", "decline", "draft_intake", "draft_training", "end", "enrol",
    "file_group", "go", "graduate", "hold", "invite", "mark", "meet", "miss", "offer", "print_code", "prolong", "publish_intake",
    "publish_training", "rate", "reach_goal", "register_group", "reopen_centre", "return_group", "review", "set_goal",
    "set_mentor", "show_code", "sign", "strike_group", "take_in", "tell_due", "tell_ending", "tell_last", "tell_of_grades",
    "tell_of_grades_again", "tell_report_due", "tell_report_late", "withdraw",
]  # fmt: skip
