from django.apps import AppConfig


class TendersConfig(AppConfig):
    name = "marketplace.tenders"
    label = "tenders"
