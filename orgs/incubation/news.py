"""To which groups this room's notifications belong."""

from marketplace.core import news

news.grouped(
    "tasks", "incubation.applied", "incubation.group_asked", "incubation.offered", "incubation.signed", "incubation.help_asked",
    "incubation.review_due", "incubation.to_decide", "incubation.care_proposed", "incubation.report_due", "incubation.report_late", "incubation.to_decide_now", "incubation.gone", "incubation.grading_in", "incubation.grade_objected",
)  # fmt: skip
news.grouped(
    "own", "incubation.invited", "incubation.declined", "incubation.taken_in", "incubation.reviewed", "incubation.prolonged",
    "incubation.graduated", "incubation.ended", "incubation.help_answered", "incubation.group_filed", "incubation.group_returned",
    "incubation.group_struck", "incubation.care_accepted", "incubation.function_given", "incubation.function_back",
    "incubation.grading_back", "incubation.grade_noticed", "incubation.graded", "incubation.objection_rejected",
    "incubation.objection_upheld", "incubation.grade_reviewed", "incubation.not_graded", "incubation.training_changed", "incubation.training_off",
    "incubation.training_held", "incubation.moved_up", "incubation.ends_soon", "incubation.ends_now", "incubation.grade_expires_now", "incubation.grade_expires",
)  # fmt: skip
