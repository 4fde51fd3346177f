from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "marketplace.funds.campaigns"
    label = "campaigns"
