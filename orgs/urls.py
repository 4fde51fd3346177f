"""Addresses of this room."""

app_name = "orgs"
urlpatterns = []
