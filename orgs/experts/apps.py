from django.apps import AppConfig


class ExpertsConfig(AppConfig):
    name = "orgs.experts"
    label = "experts"
