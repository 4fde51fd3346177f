"""Addresses of this room."""

app_name = "cms"
urlpatterns = []
