"""Addresses of the told part besides Wagtail's own tree."""

from django.urls import path

from . import views
from .feeds import NewsFeed, PolicyFeed, PublicationFeed

app_name = "cms"
urlpatterns = [
    path("news/feed.atom", NewsFeed(), name="feed"),
    path("feeds/policies.atom", PolicyFeed(), name="policy_feed"),
    path("feeds/publications.atom", PublicationFeed(), name="publication_feed"),
    path("sitemap/", views.sitemap, name="sitemap"),
    path("calendar/events.ics", views.events_calendar, name="events_calendar"),
    path("calendar/event-<int:pk>.ics", views.event_calendar, name="event_calendar"),
]
