"""What people look for and do not find, counted without who they are.

Counted is the first page of a search by words alone. Words that may name somebody are not: with an @, with six digits in
a row, or longer than a question is.
"""

import hashlib
import hmac
import re

from django.conf import settings
from django.db.models import F

from marketplace.core import clock

from .analysis import fold
from .models_readers import Wanted

WRITTEN_FROM = 3  # the words themselves are kept from this time on
LONGEST = 40
_NAMES_SOMEBODY = re.compile(r"@|\d{6}|1\d{2}[ -]?\d{4}[ -]?\d{4}")


def digest(text: str) -> str:
    key = f"search-wanted:{settings.SECRET_KEY}".encode()
    return hmac.new(key, " ".join(fold(text).split()).encode(), hashlib.sha256).hexdigest()[:32]


def is_counted(text: str) -> bool:
    words = fold(text).strip()
    return bool(words) and len(words) <= LONGEST and not _NAMES_SOMEBODY.search(words)


def asked(text: str, language: str, *, found: int):
    """Somebody asked for these words."""
    if not is_counted(text):
        return
    row = _row(text, language)
    Wanted.objects.filter(pk=row.pk).update(asked=F("asked") + 1, empty=F("empty") + (0 if found else 1))
    if row.asked + 1 >= WRITTEN_FROM and not row.text:
        Wanted.objects.filter(pk=row.pk).update(text=" ".join(fold(text).split()))


def opened(text: str, language: str):
    """Somebody opened a hit of these words; words that nobody asked for this month are not counted."""
    if is_counted(text):
        where = {"month": clock.today().replace(day=1), "digest": digest(text), "language": language}
        Wanted.objects.filter(**where, opened__lt=F("asked") * 10).update(opened=F("opened") + 1)


def _row(text, language):
    where = {"month": clock.today().replace(day=1), "digest": digest(text), "language": language}
    return Wanted.objects.get_or_create(**where)[0]
