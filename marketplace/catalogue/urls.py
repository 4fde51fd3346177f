"""Addresses of the purchase list."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from . import officer, views


class ItemCode(StringConverter):
    """Any text but a NUL, which PostgreSQL does not know."""

    regex = r"[^/\x00]+"


register_converter(ItemCode, "item_code")

app_name = "catalogue"
urlpatterns = [
    path("", views.CurrentList.as_view(), name="current"),
    path("lists/", views.Versions.as_view(), name="lists"),
    path("lists/new/", officer.new_list, name="new"),
    path("lists/<int:pk>/", views.ListPage.as_view(), name="list"),
    path("lists/<int:pk>/import/", officer.import_table, name="import"),
    path("lists/<int:pk>/list.<str:form>", views.export, name="export"),
    path("compare/", views.compare, name="compare"),
    path("items/<item_code:code>/", views.item_now, name="item_now"),
    path("items/<item_code:code>/<int:pk>/", views.ItemPage.as_view(), name="item"),
    path("items/<item_code:code>/<int:pk>/change/", officer.change_item, name="change_item"),
    path("items/<item_code:code>/<int:pk>/remove/", officer.remove_item, name="remove_item"),
]
