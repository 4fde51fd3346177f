"""Addresses of the ground floor."""

from django.urls import path

from . import demo_codes, demo_time, faces, files, notice_pages, styleguide, switches
from .pictures import urls as pictures

app_name = "core"
urlpatterns = [
    path("do/<str:name>/<int:pk>/<str:verb>/", faces.verb_view, name="verb"),
    path("files/<uuid:key>/", files.file_view, name="file"),
    path("text/", switches.how_drawn, name="text"),
    path("language/", switches.language, name="language"),
    path("letters/end/<str:token>/", notice_pages.unsubscribe, name="unsubscribe"),
    path("demo/codes/", demo_codes.codes, name="demo_codes"),
    path("demo/clock/", demo_time.move, name="demo_clock"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    *pictures.urlpatterns,
]
