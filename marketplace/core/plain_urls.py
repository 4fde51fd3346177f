"""Addresses without a language: health, files, the API, feeds for machines."""

urlpatterns = []
