"""Addresses without a language: health, files, the API, feeds for machines."""

from django.urls import path

from . import health

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
]
