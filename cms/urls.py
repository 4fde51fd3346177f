"""Addresses of the told part besides Wagtail's own tree."""

from django.urls import path

from . import desk, views
from .feeds import NewsFeed, PolicyFeed, PublicationFeed

app_name = "cms"
urlpatterns = [
    path("news/feed.atom", NewsFeed(), name="feed"),
    path("feeds/policies.atom", PolicyFeed(), name="policy_feed"),
    path("feeds/publications.atom", PublicationFeed(), name="publication_feed"),
    path("desk/texts/new/", desk.new, name="new_text"),
    path("desk/texts/<int:pk>/", desk.text, name="text"),
    path("desk/texts/<int:pk>/approve/", desk.approve, name="text_approve"),
    path("desk/texts/<int:pk>/send-back/", desk.send_back, name="text_send_back"),
    path("desk/texts/<int:pk>/mend/", desk.mend, name="text_mend"),
    path("sitemap/", views.sitemap, name="sitemap"),
    path("calendar/events.ics", views.events_calendar, name="events_calendar"),
    path("calendar/event-<int:pk>.ics", views.event_calendar, name="event_calendar"),
]
