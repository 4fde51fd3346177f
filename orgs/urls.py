"""Addresses of this room."""

from django.urls import path

from .views import acting, delegations, file, passports, people, public

app_name = "orgs"
urlpatterns = [
    path("", public.Register.as_view(), name="list"),
    path("apply/", file.apply, name="apply"),
    path("mine/", file.mine, name="mine"),
    path("check/", file.Check.as_view(), name="check"),
    path("joins/<int:pk>/", people.join_request, name="join"),
    path("acting/", acting.page, name="acting"),
    path("acting/choose/", acting.choose, name="act_for"),
    path("delegations/", delegations.mine, name="delegations"),
    path("delegations/<int:pk>/", delegations.one, name="delegation"),
    path("delegations/role/<int:pk>/", delegations.lend, name="delegate"),
    path("offices/", people.offices, name="offices"),
    path("offices/<slug:code>/people/", people.office_people, name="office_people"),
    path("<slug:code>/", public.OrganisationPage.as_view(), name="organisation"),
    path("<slug:code>/passport.json", passports.as_json, name="passport_json"),
    path("<slug:code>/passport.pdf", passports.as_pdf, name="passport_pdf"),
    path("<slug:code>/file/", file.OrganisationFile.as_view(), name="file"),
    path("<slug:code>/join/", people.ask, name="ask"),
    path("<slug:code>/roles/", people.organisation_roles, name="roles"),
]
