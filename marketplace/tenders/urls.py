"""Addresses of this room."""

app_name = "tenders"
urlpatterns = []
