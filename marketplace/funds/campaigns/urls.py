"""Addresses of campaigns."""

from django.urls import path

from . import feeds, views

app_name = "campaigns"
urlpatterns = [
    path("", views.CampaignList.as_view(), name="list"),
    path("feed/", feeds.CampaignFeed(), name="feed"),
    path("calendar.ics", feeds.calendar, name="calendar"),
    path("plan/", views.plan, name="plan"),
    path("manage/", views.manage, name="manage"),
    path("pots/", views.PotList.as_view(), name="pots"),
    path("pots/new/", views.new_pot, name="new_pot"),
    path("pots/<slug:code>/", views.PotDetail.as_view(), name="pot"),
    path("<slug:code>/", views.CampaignDetail.as_view(), name="campaign"),
    path("<slug:code>/seen/", views.seen, name="seen"),
]
