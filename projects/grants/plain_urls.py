"""Addresses that machines know: the same in every language."""

from django.urls import path

from .views.agreements import open_data

urlpatterns = [path("open-data/360giving.json", open_data, name="giving360")]
