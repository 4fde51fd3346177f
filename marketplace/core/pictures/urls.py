"""Addresses of pictures, for `core.urls`."""

from django.urls import path

from . import views

urlpatterns = [
    path("charts/", views.index, name="pictures"),
    path("charts/<slug:key>/", views.page, name="picture_page"),
    path("charts/<slug:key>.svg", views.svg_file, name="picture_svg"),
    path("charts/<slug:key>.csv", views.csv_file, name="picture_csv"),
    path("charts/<slug:key>/<str:code>/", views.page, name="picture_of_page"),
    path("charts/<slug:key>/<str:code>.svg", views.svg_file, name="picture_of_svg"),
    path("charts/<slug:key>/<str:code>.csv", views.csv_file, name="picture_of_csv"),
]
