"""Addresses without a language: what machines ask for, and Wagtail's own log-in, which leads to ours."""

from django.contrib.sitemaps.views import index as sitemap_index
from django.contrib.sitemaps.views import sitemap
from django.urls import path, re_path

from . import plain

urlpatterns = [
    path("robots.txt", plain.robots, name="robots"),
    path(
        "sitemap.xml", sitemap_index, {"sitemaps": plain.SITEMAPS, "sitemap_url_name": "sitemap_part"}, name="sitemap"
    ),
    path("sitemap-<section>.xml", sitemap, {"sitemaps": plain.SITEMAPS}, name="sitemap_part"),
    path("pictures/images/<str:name>", plain.picture, name="picture"),
    # One door only: our log-in knows second factors and throttling, Wagtail's does not.
    path("cms/login/", plain.to_login),
    path("cms/password_reset/", plain.to_login),
    # People and their roles are kept by the offices, with an audit; Wagtail's own pages for them are closed to everybody.
    re_path(r"^cms/(users|groups|bulk/orgs/user)/", plain.to_people),
]
