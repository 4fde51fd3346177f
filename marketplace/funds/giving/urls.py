"""Addresses of giving."""

from django.urls import path

from .views import collections, desk, gifts, give

app_name = "giving"
urlpatterns = [
    path("", give.index, name="index"),
    path("to/<str:code>/", give.give, name="give"),
    path("promises/<str:code>/", give.pledge, name="pledge"),
    path("monthly/<str:code>/", give.monthly, name="monthly"),
    path("gifts/<str:code>/", gifts.gift, name="gift"),
    path("gifts/<str:code>/receipt.pdf", gifts.receipt, name="receipt"),
    path("mine/", gifts.mine, name="mine"),
    path("mine/<int:year>/", gifts.year, name="year"),
    path("mine/<int:year>.pdf", gifts.year_pdf, name="year_pdf"),
    path("collections/", collections.CollectionList.as_view(), name="collections"),
    path("collections/<str:code>/", collections.CollectionDetail.as_view(), name="collection"),
    path("desk/", desk.desk, name="desk"),
    path("desk/gifts/", desk.GiftList.as_view(), name="gifts"),
    path("desk/permits/", collections.permits, name="permits"),
    path("desk/permits/new/", collections.permit, name="permit"),
    path("desk/statements/<str:code>/", desk.StatementDetail.as_view(), name="statement"),
    path("desk/<str:code>/record/", desk.record, name="record"),
    path("desk/<str:code>/statement/", desk.read, name="read"),
    path("desk/<str:code>/members/", collections.members, name="members"),
    path("desk/<str:code>/collection/", collections.plan, name="plan"),
]
