"""Addresses of funds and the ledger."""

from django.urls import path

from . import views, views_proofs

app_name = "funds"
urlpatterns = [
    path("", views.FundList.as_view(), name="list"),
    path("new/", views.new, name="new"),
    path("ledger/", views.EntryList.as_view(), name="ledger"),
    path("entries/<int:number>/", views.EntryDetail.as_view(), name="entry"),
    path("checkpoints/", views_proofs.CheckpointList.as_view(), name="checkpoints"),
    path("checkpoints/feed/", views_proofs.CheckpointFeed(), name="checkpoint_feed"),
    path("checkpoints/<int:size>/", views_proofs.CheckpointDetail.as_view(), name="checkpoint"),
    path("<str:code>/", views.FundDetail.as_view(), name="fund"),
    path("<str:code>/statement/", views.statement_page, name="statement"),
    path("<str:code>/statement.<str:form>", views.statement_table, name="statement_table"),
]
