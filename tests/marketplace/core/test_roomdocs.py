"""docs/rooms and the floors are made from the code and committed as made; only settings read the environment."""

import re
from pathlib import Path

from django.conf import settings

from marketplace.core.roomdocs import BY_HAND, files, floors
from marketplace.core.states import TABLES

ROOT = Path(settings.BASE_DIR)


def test_generated_pages_are_fresh():
    made = files(ROOT)
    stale = [path.name for path, text in made.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    assert stale == [], "run: python manage.py docs_rooms"
    by_hand = {ROOT / "docs/rooms" / f"{room}.md" for room in BY_HAND}
    assert set((ROOT / "docs/rooms").glob("*.md")) == by_hand | {p for p in made if p.parent.name == "rooms"}


def test_every_verb_of_every_table_has_its_row():
    text = "\n".join(files(ROOT).values())
    for name, table in TABLES.items():
        page = text.split(f"## {name}\n", 1)[1].split("\n## ", 1)[0]
        assert {f"| `{verb}` " in page for verb in table.by_verb} == {True}, name
        assert all(f"`{state}`" in page for state in table.states.values), name


def test_the_floors_are_those_of_the_contract():
    picture = floors(ROOT)
    contract = (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("layers = [", 1)[1].split("]", 1)[0]
    names = re.findall(r"[\w.]+", contract)
    assert sorted(re.findall(r"\[([\w.]+)\]", picture)) == sorted(names)


def test_nothing_but_settings_reads_the_environment():
    pattern = re.compile(r"os\.getenv|os\.environ(?!\.setdefault\(.DJANGO_SETTINGS_MODULE)")
    found = [
        str(path.relative_to(ROOT))
        for room in ("marketplace", "orgs", "projects", "cms")
        for path in (ROOT / room).rglob("*.py")
        if pattern.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_decisions_are_short():
    for path in (ROOT / "docs/decisions").glob("*.md"):
        most = 60 if path.name == "README.md" else 25  # the index grows by a line for each
        assert len(path.read_text(encoding="utf-8").splitlines()) < most, path.name
