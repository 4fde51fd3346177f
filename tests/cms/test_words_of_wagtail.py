"""The back office is Chinese throughout: what the installed Wagtail leaves in English, our catalogue says."""

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.utils import translation
from wagtail.admin.views.i18n import js_catalog

from marketplace.core import catalogues

OURS = Path(*catalogues.LIBRARY, "locale/zh_Hans/LC_MESSAGES")
PLACE = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]")
TAG = re.compile(r"<[^>]+>")
DOMAINS = ("django", "djangojs")


def chinese(entry):
    return entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr


def finished(path):
    """{(context, text): entry} of a catalogue; empty when there is no such file."""
    entries = polib.pofile(str(path)) if path.exists() else []
    return {(e.msgctxt, e.msgid): e for e in entries if not e.obsolete and not e.fuzzy and chinese(e).strip()}


@cache
def wagtail(domain):
    """(all texts of the installed apps of Wagtail, those that Wagtail has in Chinese)."""
    texts, known = {}, {}
    for app in apps.get_app_configs():
        if not (app.name + ".").startswith("wagtail."):
            continue
        folder = Path(app.path, "locale")
        english = folder / f"en/LC_MESSAGES/{domain}.po"
        if english.exists():
            texts |= {(e.msgctxt, e.msgid): e for e in polib.pofile(str(english)) if not e.obsolete}
        known |= finished(folder / f"zh_Hans/LC_MESSAGES/{domain}.po")
    return texts, known


@cache
def ours(domain):
    return finished(settings.BASE_DIR / OURS / f"{domain}.po")


def said(keys):
    return "\n".join(
        f"  {text!r}" + (f" (context {context!r})" if context else "") for context, text in sorted(keys, key=str)
    )


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_text_has_chinese(domain):
    texts, known = wagtail(domain)
    assert len(texts) > 70, "the installed Wagtail brings no English catalogues: nothing was compared"
    rooms = catalogues.known(settings.BASE_DIR)[0] if domain == "django" else {}
    missing = {key for key in texts if key not in known and key not in ours(domain) and key not in rooms}
    assert not missing, (
        f"{len(missing)} texts of Wagtail are English in the back office; say them in {OURS}/{domain}.po:\n{said(missing)}"
    )


@pytest.mark.parametrize("domain", DOMAINS)
def test_none_is_said_twice(domain):
    _texts, known = wagtail(domain)
    twice = set(known) & set(ours(domain))
    assert not twice, f"Wagtail has these in Chinese by now; take them out of {OURS}/{domain}.po:\n{said(twice)}"


@pytest.mark.parametrize("domain", DOMAINS)
def test_places_marks_and_plurals_are_the_same(domain):
    texts, _known = wagtail(domain)
    for key, entry in ours(domain).items():
        english = entry.msgid + entry.msgid_plural
        assert set(PLACE.findall(english)) == set(PLACE.findall(chinese(entry))), entry.msgid
        assert Counter(TAG.findall(entry.msgid_plural or entry.msgid)) == Counter(TAG.findall(chinese(entry))), (
            entry.msgid
        )
        if key in texts:
            assert entry.msgid_plural == texts[key].msgid_plural, entry.msgid


def test_they_are_what_a_reader_gets():
    """No other catalogue stands before them; English stays English."""
    for (context, text), entry in ours("django").items():
        assert context is None
        with translation.override("zh-hans"):
            got = translation.ngettext(text, entry.msgid_plural, 2) if entry.msgid_plural else translation.gettext(text)
        assert got == chinese(entry)
        with translation.override("en"):
            assert translation.gettext(text) == text


def test_scripts_get_theirs(rf):
    """Wagtail's own view hands the second catalogue to the scripts of the editor."""
    with translation.override("zh-hans"):
        script = js_catalog(rf.get("/")).content.decode()
    for (_context, text), entry in ours("djangojs").items():
        assert (
            f"{json.dumps(text)}: {json.dumps([chinese(entry)] if entry.msgid_plural else chinese(entry))}"
            in _one_line(script)
        )


def _one_line(script):
    return re.sub(r"\[\s+(.*?)\s+\]", r"[\1]", script)
