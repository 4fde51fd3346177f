"""Addresses of my desk."""

from django.urls import path

from . import desk, follow_pages, mydata, notice_pages

app_name = "desk"
urlpatterns = [
    path("", desk.home, name="home"),
    path("notifications/", desk.notifications, name="notifications"),
    path("notifications/read/", desk.mark_read, name="mark_read"),
    path("notifications/settings/", notice_pages.settings, name="notice_settings"),
    path("followed/", follow_pages.followed, name="followed"),
    path("followed/<str:name>/<int:pk>/", follow_pages.follow, name="follow"),
    path("followed/<str:name>/<int:pk>/end/", follow_pages.unfollow, name="unfollow"),
    path("account/", desk.account, name="account"),
    path("account/data/", mydata.page, name="my_data"),
    path("account/data/file/", mydata.file, name="my_data_file"),
]
