"""Addresses of funds and the ledger."""

from django.urls import path

from . import views, views_lives, views_new, views_proofs, views_reports

app_name = "funds"
urlpatterns = [
    path("", views.FundList.as_view(), name="list"),
    path("new/", views.new, name="new"),
    path("desk/", views_lives.desk, name="desk"),
    path("rules/", views_lives.rule_figures, name="figures"),
    path("rules/new/", views_new.new_figure, name="new_figure"),
    path("ledger/", views_reports.EntryList.as_view(), name="ledger"),
    path("ledger.<str:form>", views_reports.ledger_table, name="ledger_table"),
    path("entries/<int:number>/", views.EntryDetail.as_view(), name="entry"),
    path("checkpoints/", views_proofs.CheckpointList.as_view(), name="checkpoints"),
    path("checkpoints/feed/", views_proofs.CheckpointFeed(), name="checkpoint_feed"),
    path("checkpoints/<int:size>/", views_proofs.CheckpointDetail.as_view(), name="checkpoint"),
    path("micro/", views_lives.MicroList.as_view(), name="microfunds"),
    path("micro/new/", views_new.new_micro_fund, name="new_microfund"),
    path("micro/<str:number>/", views_lives.MicroDetail.as_view(), name="microfund"),
    path("applications/", views_lives.FundApplications.as_view(), name="applications"),
    path("applications/<str:number>/", views_lives.ApplicationDetail.as_view(), name="application"),
    path("transfers/", views_lives.TransferList.as_view(), name="transfers"),
    path("transfers/<str:number>/", views_lives.TransferDetail.as_view(), name="transfer"),
    path("year-ends/<str:number>/", views_lives.CarryDetail.as_view(), name="carryover"),
    path("rounds/<str:number>/", views_lives.RoundDetail.as_view(), name="round"),
    path("<str:code>/", views.FundDetail.as_view(), name="fund"),
    path("<str:code>/apply/", views_new.apply, name="apply"),
    path("<str:code>/stewards/", views_lives.stewards, name="stewards"),
    path("<str:code>/stewards/new/", views_new.seat, name="seat"),
    path("<str:code>/fees/", views_lives.fees, name="microfund_fees"),
    path("<str:code>/plan/", views_lives.plan_in_force, name="plan_in_force"),
    path("<str:code>/plans/new/", views_new.new_plan, name="new_plan"),
    path("<str:code>/plans/<int:pk>/", views_lives.PlanDetail.as_view(), name="plan"),
    path("<str:code>/transfers/new/", views_new.new_transfer, name="new_transfer"),
    path("<str:code>/year-ends/new/", views_new.new_carryover, name="new_carryover"),
    path("<str:code>/rounds/new/", views_new.new_round, name="new_round"),
    path("<str:code>/report/<int:year>/", views_reports.report_page, name="report"),
    path("<str:code>/report/<int:year>.pdf", views_reports.report_pdf, name="report_pdf"),
    path("<str:code>/statement/", views.statement_page, name="statement"),
    path("<str:code>/statement.<str:form>", views.statement_table, name="statement_table"),
]
