"""Addresses of the ground floor."""

from django.urls import path

from . import demo_codes, demo_time, faces, files, styleguide, switches
from .pictures import urls as pictures

app_name = "core"
urlpatterns = [
    path("do/<str:name>/<int:pk>/<str:verb>/", faces.verb_view, name="verb"),
    path("files/<uuid:key>/", files.file_view, name="file"),
    path("text/", switches.text_size, name="text"),
    path("language/", switches.language, name="language"),
    path("demo/codes/", demo_codes.codes, name="demo_codes"),
    path("demo/clock/", demo_time.move, name="demo_clock"),
    path("styleguide/", styleguide.gallery, name="styleguide"),
    *pictures.urlpatterns,
]
