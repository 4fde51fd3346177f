"""Addresses of this room."""

app_name = "contracts"
urlpatterns = []
