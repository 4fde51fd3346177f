"""Untranslated texts are found wherever they stand; the house itself has none."""

import pytest
from django.conf import settings

from marketplace.core import catalogues

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.fixture
def house(tmp_path):
    """`house(python=..., html=..., po=...)` -> faults of a house with one room."""

    def check(python="", html="", po="", other=""):
        room = tmp_path / "orgs"
        (room / "templates").mkdir(parents=True, exist_ok=True)
        (room / "texts.py").write_text(python, encoding="utf-8")
        (room / "templates/page.html").write_text(html, encoding="utf-8")
        for name, text in (("orgs", po), ("cms", other)):
            folder = tmp_path / name / "locale/zh_Hans/LC_MESSAGES"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "django.po").write_text(HEAD + text, encoding="utf-8")
        return catalogues.check(tmp_path)

    return check


@pytest.mark.parametrize(
    ("python", "html", "po", "faults"),
    [
        ("_('Pay the oyster')", "", "", ["orgs/texts.py:1: no Chinese for 'Pay the oyster'"]),
        ("translation.gettext('Pay the oyster')", "", "", ["orgs/texts.py:1: no Chinese for 'Pay the oyster'"]),
        ("_('Pay the oyster')", "", 'msgid "Pay the oyster"\nmsgstr ""', ["orgs/texts.py:1: no Chinese for 'Pay the oyster'"]),
        ("_('Pay the oyster')", "", '#, fuzzy\nmsgid "Pay the oyster"\nmsgstr "付"', ["orgs/texts.py:1: no Chinese for 'Pay the oyster'"]),
        ("_('Pay the oyster')", "", '#~ msgid "Pay the oyster"\n#~ msgstr "付"', ["orgs/texts.py:1: no Chinese for 'Pay the oyster'"]),
        ("_('Pay the oyster')", "", 'msgid "Pay the oyster"\nmsgstr "付"', []),
        ("pgettext('sea', 'Pay the oyster')", "", 'msgid "Pay the oyster"\nmsgstr "付"', ["orgs/texts.py:1: no Chinese for 'Pay the oyster' (context 'sea')"]),
        ("pgettext('sea', 'Pay the oyster')", "", 'msgctxt "sea"\nmsgid "Pay the oyster"\nmsgstr "付"', []),
        ("_('%(n)s oysters')", "", 'msgid "%(n)s oysters"\nmsgstr "%(m)s 个"', ["orgs/texts.py:1: the places differ in '%(n)s oysters'"]),
        ("ngettext('one oyster', '%(n)s oysters', 2)", "", 'msgid "one oyster"\nmsgid_plural "%(n)s oysters"\nmsgstr[0] "%(n)s 个"', []),
        ("ngettext('one oyster', '%(n)s oysters', 2)", "", 'msgid "one oyster"\nmsgstr "一个"', ["orgs/texts.py:1: the catalogue has no plural '%(n)s oysters' for 'one oyster'"]),
        ("_(f'{x} oysters')", "", "", ["orgs/texts.py:1: a text put together at run time cannot be translated; give it %(places)s"]),
        ("_('{} oysters'.format(x))", "", "", ["orgs/texts.py:1: a text put together at run time cannot be translated; give it %(places)s"]),
        ("_('oysters: ' + x)", "", "", ["orgs/texts.py:1: a text put together at run time cannot be translated; give it %(places)s"]),
        ("", '{% translate "Pay the oyster" %}', "", ["orgs/templates/page.html: no Chinese for 'Pay the oyster'"]),
        ("", '{% translate "Pay the oyster" context "sea" %}', 'msgid "Pay the oyster"\nmsgstr "付"', ["orgs/templates/page.html: no Chinese for 'Pay the oyster' (context 'sea')"]),
        ("", "{% blocktranslate trimmed with a=b %}\n Pay\n {{ a }} oysters {% endblocktranslate %}", "", ["orgs/templates/page.html: no Chinese for 'Pay %(a)s oysters'"]),
        ("", '{{ _("Pay the oyster") }}', "", ["orgs/templates/page.html: no Chinese for 'Pay the oyster'"]),
        ("_('This field is required.')", "", "", []),  # Django's own catalogue has it
        ("_('Terms')", "", "", ["orgs/texts.py:1: no Chinese for 'Terms'"]),  # Wagtail's are search terms
        ("_('§ 12')", "", "", []),
    ],
)  # fmt: skip
def test_what_is_found(house, python, html, po, faults):
    assert house(python, html, po) == faults


def test_two_rooms_that_translate_differently(house):
    faults = house(po='msgid "Due"\nmsgstr "到期"', other='msgid "Due"\nmsgstr "应于"')
    assert faults == [
        "orgs/locale/zh_Hans/LC_MESSAGES/django.po: 'Due' is '到期' here and '应于' in cms/locale/zh_Hans/LC_MESSAGES/django.po"
    ]


def test_the_words_of_a_library(house, tmp_path):
    """They change no word of a room, and a short word of the house needs an entry of its own."""
    folder = tmp_path / "cms/wagtail/locale/zh_Hans/LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(
        HEAD + 'msgid "Due"\nmsgstr "应于"\n\nmsgid "Oyster"\nmsgstr "牡蛎"', encoding="utf-8"
    )
    (folder / "djangojs.po").write_text(HEAD + 'msgid "Due"\nmsgstr "欠"', encoding="utf-8")  # its scripts: apart
    assert house("_('Oyster')", po='msgid "Due"\nmsgstr "到期"') == [
        "cms/wagtail/locale/zh_Hans/LC_MESSAGES/django.po: 'Due' is '应于' here and '到期' in orgs/locale/zh_Hans/LC_MESSAGES/django.po",
        "orgs/texts.py:1: no Chinese for 'Oyster'",
    ]


def test_compiled_once_and_again_when_changed(tmp_path):
    po = tmp_path / "orgs/locale/zh_Hans/LC_MESSAGES/django.po"
    po.parent.mkdir(parents=True)
    po.write_text(HEAD + 'msgid "Due"\nmsgstr "到期"\n', encoding="utf-8")
    assert [catalogues.compile_stale(tmp_path) for _ in range(2)] == [1, 0]
    assert [path.name for path in sorted(po.parent.iterdir())] == ["django.mo", "django.po"]


def test_the_house_speaks_chinese():
    assert catalogues.check(settings.BASE_DIR) == []
