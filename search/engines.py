"""The engine that the settings name."""

from functools import cache

from django.conf import settings

from .embedded import Embedded


@cache
def named(name: str):
    """ "embedded" or "elasticsearch"."""
    if name == "elasticsearch":
        from .elastic import Elastic

        return Elastic(settings.SEARCH_HOSTS)
    return Embedded()


def current():
    return named("elasticsearch" if settings.SEARCH_HOSTS else "embedded")
