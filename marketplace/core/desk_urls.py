"""Addresses of my desk."""

from django.urls import path

from . import desk

app_name = "desk"
urlpatterns = [
    path("", desk.home, name="home"),
    path("notifications/", desk.notifications, name="notifications"),
    path("notifications/read/", desk.mark_read, name="mark_read"),
    path("account/", desk.account, name="account"),
]
