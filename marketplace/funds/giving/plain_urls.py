"""Addresses that machines know: the same in every language."""

from django.urls import path

from .views.webhook import stripe_webhook

urlpatterns = [path("stripe/webhook/", stripe_webhook, name="stripe_webhook")]
