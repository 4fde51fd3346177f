"""Addresses of the ground floor."""

from django.urls import path

from . import faces

app_name = "core"
urlpatterns = [
    path("do/<str:name>/<int:pk>/<str:verb>/", faces.verb_view, name="verb"),
]
