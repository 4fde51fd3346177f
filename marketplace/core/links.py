"""Addresses, remembered: a list of 200 rows asks for 200 of them, and an address never changes."""

from functools import lru_cache

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language


def to(name: str, *args) -> str:
    """`reverse(name, args=args)` in the reader's language."""
    return _reverse(settings.ROOT_URLCONF, get_language(), name, args)


@lru_cache(maxsize=20_000)
def _reverse(urlconf, language, name, args):
    return reverse(name, urlconf=urlconf, args=args)
