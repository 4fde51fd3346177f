from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "projects.outcomes"
    label = "outcomes"
