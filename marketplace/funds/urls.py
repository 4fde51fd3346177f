"""Addresses of this room."""

app_name = "funds"
urlpatterns = []
