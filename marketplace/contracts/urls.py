"""Addresses of contracts. The opinion page is short: it stands on printed slips."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from . import views


class Plain(StringConverter):
    """Any text but a NUL, which PostgreSQL does not know."""

    regex = r"[^/\x00]+"


register_converter(Plain, "contract_number")

app_name = "contracts"
urlpatterns = [
    path("", views.ContractList.as_view(), name="list"),
    path("draw/<contract_number:code>/", views.draw, name="draw"),
    path("opinion/<contract_number:token>/", views.opinion, name="opinion"),
    path("<contract_number:number>/", views.ContractDetail.as_view(), name="contract"),
    path("<contract_number:number>/slips/<int:position>/", views.slips, name="slips"),
]
