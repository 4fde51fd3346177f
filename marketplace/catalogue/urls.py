"""Addresses of this room."""

app_name = "catalogue"
urlpatterns = []
