"""Addresses of this room."""

from django.urls import path

from .views import bids, calls, desk, drafts, evaluation, feed

app_name = "tenders"
urlpatterns = [
    path("", calls.CallList.as_view(), name="calls"),
    path("manage/", desk.DeskList.as_view(), name="manage"),
    path("new/", drafts.start, name="new"),
    path("rules/", calls.rules, name="rules"),
    path("receipts/", calls.receipts, name="receipts"),
    path("receipts/<str:sha256>.json", calls.receipt_proof, name="receipt_proof"),
    path("feed/", feed.CallFeed(), name="feed"),
    path("awards/feed/", feed.AwardFeed(), name="awards_feed"),
    path("calls.ics", calls.calendar, name="calendar"),
    path("bids/<str:code>/", bids.bid, name="bid"),
    path("bids/<str:code>/edit/", bids.edit, name="bid_edit"),
    path("bids/<str:code>/check/", bids.check, name="bid_check"),
    path("bids/<str:code>/receipt/", bids.receipt, name="receipt"),
    path("bids/<str:code>/receipt.txt", bids.receipt_file, {"form": "txt"}, name="receipt_txt"),
    path("bids/<str:code>/receipt.pdf", bids.receipt_file, {"form": "pdf"}, name="receipt_pdf"),
    path("scores/<int:pk>/save/", evaluation.autosave, name="scores_autosave"),
    path("<str:code>/evaluation/", evaluation.evaluation, name="evaluation"),
    path("<str:code>/report/", evaluation.report_page, name="report"),
    path("<str:code>/report.pdf", evaluation.report_copy, name="report_copy"),
    path("<str:code>/", calls.CallPage.as_view(), name="call"),
    path("<str:code>/edit/", drafts.edit, name="edit"),
    path("<str:code>/bid/", bids.start, name="bid_start"),
    path("<str:code>/calendar.ics", calls.call_calendar, name="call_calendar"),
]
