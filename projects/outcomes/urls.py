"""Addresses of this room."""

app_name = "outcomes"
urlpatterns = []
