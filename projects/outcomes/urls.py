"""Addresses of outcomes."""

from django.urls import path

from . import feeds, views

app_name = "outcomes"
urlpatterns = [
    path("", views.OutcomeList.as_view(), name="list"),
    path("overview/", views.overview, name="overview"),
    path("feed/", feeds.OutcomeFeed(), name="feed"),
    path("<str:code>/", views.OutcomeDetail.as_view(), name="outcome"),
]
