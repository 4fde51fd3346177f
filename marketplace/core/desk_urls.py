"""Addresses of my desk."""

from django.urls import path

from . import desk, mydata

app_name = "desk"
urlpatterns = [
    path("", desk.home, name="home"),
    path("notifications/", desk.notifications, name="notifications"),
    path("notifications/read/", desk.mark_read, name="mark_read"),
    path("account/", desk.account, name="account"),
    path("account/data/", mydata.page, name="my_data"),
    path("account/data/file/", mydata.file, name="my_data_file"),
]
