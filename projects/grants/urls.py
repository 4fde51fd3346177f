"""Addresses of the grants room."""

from django.urls import path

from .views import agreements, applications, builder, concepts, panels, reviews, rounds

app_name = "grants"
urlpatterns = [
    path("", rounds.RoundList.as_view(), name="rounds"),
    path("new/", rounds.start, name="new"),
    path("forms/", builder.FormList.as_view(), name="forms"),
    path("forms/new/", builder.new, name="new_form"),
    path("forms/<slug:code>-<int:version>/", builder.form, name="form"),
    path("forms/<slug:code>-<int:version>/preview/", builder.preview, name="form_preview"),
    path("forms/<slug:code>-<int:version>/section/", builder.section, name="form_section"),
    path("forms/<slug:code>-<int:version>/field/", builder.field, name="form_field"),
    path("applications/", applications.ApplicationList.as_view(), name="applications"),
    path("applications/mine/", applications.MyApplications.as_view(), name="mine"),
    path("applications/<slug:code>/", applications.ApplicationDetail.as_view(), name="application"),
    path("applications/<slug:code>/write/", applications.write, name="apply"),
    path("applications/<slug:code>/check/", applications.check, name="check"),
    path("applications/<slug:code>/receipt/", applications.receipt, name="receipt"),
    path("applications/<slug:code>/versions/", applications.versions, name="versions"),
    path("applications/<slug:code>/team/", applications.team, name="team"),
    path("applications/<slug:code>/discussion/", panels.discussion, name="discussion"),
    path("applications/<slug:code>/agreement/", agreements.draw, name="draw"),
    path("concepts/", concepts.ConceptList.as_view(), name="concepts"),
    path("concepts/<slug:code>/", concepts.ConceptDetail.as_view(), name="concept"),
    path("concepts/<slug:code>/write/", concepts.write, name="concept_write"),
    path("agreements/", agreements.AgreementList.as_view(), name="agreements"),
    path("agreements/<slug:number>/", agreements.AgreementDetail.as_view(), name="agreement"),
    path("years/", agreements.years, name="years"),
    path("reviews/", reviews.MyReviews.as_view(), name="reviews"),
    path("reviews/<int:pk>/", reviews.review, name="review"),
    path("reviews/<int:pk>/autosave/", reviews.autosave, name="review_autosave"),
    path("<slug:code>/", rounds.RoundDetail.as_view(), name="round"),
    path("<slug:code>/edit/", rounds.edit, name="edit"),
    path("<slug:code>/copy/", rounds.copy, name="copy"),
    path("<slug:code>/begin/", applications.start, name="begin"),
    path("<slug:code>/concept/", concepts.start, name="begin_concept"),
    path("<slug:code>/object/", rounds.object_to, name="object"),
    path("<slug:code>/panel/", panels.panel, name="panel"),
    path("<slug:code>/ranking/", reviews.ranking, name="ranking"),
    path("<slug:code>/applications.<slug:kind>", applications.export, name="export"),
    path("<slug:code>/concepts.<slug:kind>", concepts.export, name="export_concepts"),
]
