from django.apps import AppConfig


class FundsConfig(AppConfig):
    name = "marketplace.funds"
    label = "funds"
