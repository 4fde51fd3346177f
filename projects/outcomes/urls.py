"""Addresses of outcomes."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from . import feeds, views


class Plain(StringConverter):
    """Any text but a NUL, which PostgreSQL does not know."""

    regex = r"[^/\x00]+"


register_converter(Plain, "outcome_code")

app_name = "outcomes"
urlpatterns = [
    path("", views.OutcomeList.as_view(), name="list"),
    path("overview/", views.overview, name="overview"),
    path("feed/", feeds.OutcomeFeed(), name="feed"),
    path("<outcome_code:code>/", views.OutcomeDetail.as_view(), name="outcome"),
]
