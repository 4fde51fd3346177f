"""Addresses of contracts. The opinion page is short: it stands on printed slips."""

from django.urls import path

from . import views

app_name = "contracts"
urlpatterns = [
    path("", views.ContractList.as_view(), name="list"),
    path("draw/<str:code>/", views.draw, name="draw"),
    path("opinion/<str:token>/", views.opinion, name="opinion"),
    path("<str:number>/", views.ContractDetail.as_view(), name="contract"),
    path("<str:number>/slips/<int:position>/", views.slips, name="slips"),
]
