from django.apps import AppConfig


class GivingConfig(AppConfig):
    name = "marketplace.funds.giving"
    label = "giving"
