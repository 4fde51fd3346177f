"""Addresses of my desk."""

app_name = "desk"
urlpatterns = []
