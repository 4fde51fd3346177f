"""An own media folder for every test, every page made anew, and the default language."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Private storage of this test alone; returns its folder."""
    folder = tmp_path / "media"
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(folder)}}
    settings.STORAGES = {**settings.STORAGES, "private": backend}
    settings.PAGE_CACHE_SECONDS = 0
    return folder


@pytest.fixture(autouse=True)
def chinese():
    """A page leaves its language behind; every address here is made in the default one."""
    translation.activate("zh-hans")
