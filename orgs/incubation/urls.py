"""Addresses of incubation."""

from django.urls import path

from .views import centres, figures, gradings, groups, hubs, stays, trainings

app_name = "incubation"
urlpatterns = [
    path("", stays.Bodies.as_view(), name="list"),
    path("figures/", figures.Figures.as_view(), name="figures"),
    path("standards/", figures.Standards.as_view(), name="standards"),
    path("assessments/", gradings.Gradings.as_view(), name="gradings"),
    path("assessments/<int:pk>/", gradings.GradingPage.as_view(), name="grading"),
    path("assessments/<int:pk>/object/", gradings.object_to, name="object_to_grade"),
    path("assessments/<slug:code>/begin/", gradings.begin, name="begin_grading"),
    path("desk/", stays.Desk.as_view(), name="desk"),
    path("trainings/", trainings.Calendar.as_view(), name="trainings"),
    path("trainings/calendar.ics", trainings.ics, name="trainings_ics"),
    path("trainings/certificates/<slug:number>/", trainings.check, name="certificate"),
    path("trainings/certificates/<slug:number>/paper/", trainings.paper, name="certificate_paper"),
    path("trainings/<slug:code>/", trainings.TrainingPage.as_view(), name="training"),
    path("trainings/<slug:code>/calendar.ics", trainings.one_ics, name="training_ics"),
    path("trainings/<slug:code>/enrol/", trainings.enrol, name="enrol"),
    path("trainings/<slug:code>/people/", trainings.people, name="people"),
    path("trainings/<slug:code>/code/", trainings.room_code, name="room_code"),
    path("trainings/<slug:code>/here/<str:key>/", trainings.here, name="here"),
    path("groups/", groups.Groups.as_view(), name="groups"),
    path("groups/file/", groups.ask, name="file_group"),
    path("groups/<slug:code>/", groups.GroupPage.as_view(), name="group"),
    path("hubs/", hubs.Hubs.as_view(), name="hubs"),
    path("hubs/<slug:code>/", hubs.HubPage.as_view(), name="hub"),
    path("hubs/<slug:code>/care/", hubs.propose, name="propose_care"),
    path("hubs/<slug:code>/functions/", hubs.hand_over, name="hand_over"),
    path("centres/", centres.Centres.as_view(), name="centres"),
    path("centres/new/", centres.new_centre, name="new_centre"),
    path("centres/<slug:code>/", centres.CentrePage.as_view(), name="centre"),
    path("centres/<slug:code>/apply/", stays.apply, name="apply"),
    path("centres/<slug:code>/bookings/", centres.bookings, name="bookings"),
    path("centres/<slug:code>/rounds/new/", centres.new_round, name="new_round"),
    path("centres/<slug:code>/trainings/new/", centres.new_training, name="new_training"),
    path("bodies/<slug:code>/", stays.StayPage.as_view(), name="stay"),
]
