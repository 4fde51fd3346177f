from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "projects.services"
    label = "services"
