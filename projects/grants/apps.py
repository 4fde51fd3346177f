from django.apps import AppConfig


class GrantsConfig(AppConfig):
    name = "projects.grants"
    label = "grants"
