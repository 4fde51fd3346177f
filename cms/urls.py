"""Addresses of the told part besides Wagtail's own tree."""

from django.urls import path

from .feeds import NewsFeed

app_name = "cms"
urlpatterns = [path("news/feed.atom", NewsFeed(), name="feed")]
