"""To which groups this room's notifications belong."""

from marketplace.core import news

news.grouped(
    "tasks", "giving.gift_recorded", "giving.statement_read", "giving.permit_recorded", "giving.report_due", "giving.report_late",
    "giving.collection_ended", "giving.gift_disputed", "giving.return_refused",
)  # fmt: skip
