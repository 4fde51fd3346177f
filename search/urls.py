"""Addresses of the search."""

from django.urls import path

from . import feeds, views

app_name = "search"
urlpatterns = [
    path("", views.results, name="results"),
    path("suggest/", views.suggest, name="suggest"),
    path("opened/", views.opened, name="opened"),
    path("feed.atom", feeds.ResultsFeed(), name="feed"),
    path("kept/", views.kept, name="kept"),
    path("kept/keep/", views.keep, name="keep"),
    path("kept/<int:pk>/drop/", views.drop, name="drop"),
]
