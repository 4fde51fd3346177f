"""Addresses of the directory."""

from django.urls import path

from .views import circle, keep, offices, services, stations, tables

app_name = "services"
urlpatterns = [
    path("", stations.StationList.as_view(), name="stations"),
    path("poster/", stations.StationPoster.as_view(), name="stations_poster"),
    path("near/", stations.Near.as_view(), name="near"),
    path("circle/", circle.circle, name="circle"),
    path("circle/coverage/", circle.covered, name="coverage"),
    path("circle/coverage.csv", circle.covered_csv, name="coverage_csv"),
    path("services/", services.ServiceList.as_view(), name="services"),
    path("services/poster/", services.ServicePoster.as_view(), name="services_poster"),
    path("services/lists/", services.Sets.as_view(), name="sets"),
    path("offices/", offices.offices, name="offices"),
    path("keep/", keep.KeepStations.as_view(), name="keep"),
    path("keep/services/", keep.KeepServices.as_view(), name="keep_services"),
    path("keep/new/", keep.new_station, name="new_station"),
    path("keep/services/new/", keep.new_service, name="new_service"),
    path("keep/categories/new/", keep.new_category, name="new_category"),
    path("services/lists/new/", keep.new_set, name="new_set"),
    path("keep/table/<slug:what>/", tables.take_table, name="take_table"),
    path("keep/table/<slug:what>/empty.xlsx", tables.empty_table, name="empty_table"),
    path("services/<slug:code>/", services.ServicePage.as_view(), name="service"),
    path("<slug:code>/", stations.StationPage.as_view(), name="station"),
    path("<slug:code>/poster/", stations.StationSheet.as_view(), name="station_poster"),
]
