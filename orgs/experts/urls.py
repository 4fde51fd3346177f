"""Addresses of the roster."""

from django.urls import path

from . import views

app_name = "experts"
urlpatterns = [
    path("", views.Roster.as_view(), name="list"),
    path("propose/", views.enter, name="enter"),
    path("offer/", views.offer, name="offer"),
    path("<slug:code>/", views.ExpertPage.as_view(), name="expert"),
]
