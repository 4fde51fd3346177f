"""`manage.py search`: rebuild, check, parked, query."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from marketplace.core import clock

from ... import changes, engines, rebuilding
from ...engine import Down, Query
from ...models import Change
from ...searching import search

ENGINES = ("embedded", "elasticsearch")
LANGUAGES = {"zh": "zh-hans", "en": "en"}


class Command(BaseCommand):
    requires_system_checks = ()  # they take longer than a query; every service of the portal runs them when it starts
    help = "Builds the search index, compares it with the database, shows what it does not take, asks it."

    def add_arguments(self, parser):
        parts = parser.add_subparsers(dest="part", required=True)
        for name, what in (
            ("rebuild", "a new index beside the old one, then switch"),
            ("check", "name every difference between database and index; status 1 if there are any"),
            ("parked", "documents that the index did not take, with their errors"),
            ("query", "ask as a reader without an account"),
        ):
            part = parts.add_parser(name, help=what)
            part.add_argument("--engine", choices=ENGINES, help="default: the one of the settings")
            part.add_argument("--json", action="store_true", dest="as_json")
            if name == "query":
                part.add_argument("text")
                part.add_argument("--language", choices=list(LANGUAGES), default="zh")
                part.add_argument("--size", type=int, default=10)
            if name == "check":
                part.add_argument("--heal", action="store_true", help="queue what differs and deliver it")
            if name == "parked":
                part.add_argument("--again", action="store_true", help="try all of them once more")

    def handle(self, *args, part, engine=None, as_json=False, **options):
        chosen = engines.named(engine) if engine else engines.current()
        try:
            getattr(self, f"do_{part}")(chosen, as_json, **options)
        except Down as error:
            raise CommandError(f"The index does not answer: {error}") from error

    def do_rebuild(self, engine, as_json, **options):
        count = rebuilding.rebuild(engine)
        self.say(as_json, {"documents": count}, f"{count} documents in the index.")

    def do_check(self, engine, as_json, heal, **options):
        found = rebuilding.check(engine)
        waiting = Change.objects.filter(parked_at=None).count()
        if heal and found:
            rebuilding.heal(found)
            while changes.deliver(engine):
                continue
            left = rebuilding.check(engine)
            self.stdout.write(f"{len(found)} differences; {len(left)} are left after healing.")
            found = left
        rows = [{"id": d.id, "shelf": d.shelf, "what": d.what, "url": d.url} for d in found]
        lines = "".join(f"{d.what}: {d.id} ({d.shelf}) {d.url}\n" for d in found)
        self.say(
            as_json,
            {"differences": rows, "waiting": waiting},
            f"{lines}{len(found)} differences, {waiting} changes waiting.",
        )
        if found:
            raise SystemExit(1)

    def do_parked(self, engine, as_json, again, **options):
        rows = Change.objects.exclude(parked_at=None).order_by("id")
        if again:
            count = rows.update(parked_at=None, attempts=0, not_before=clock.now())
            while changes.deliver(engine):
                continue
            self.stdout.write(f"{count} tried once more.")
        rows = list(rows.all())
        plain = [
            {"id": str(row), "attempts": row.attempts, "since": row.at.isoformat(), "error": row.error} for row in rows
        ]
        self.say(
            as_json,
            plain,
            "".join(f"{row} since {row.at:%Y-%m-%d %H:%M}: {row.error}\n" for row in rows) + f"{len(rows)} parked.",
        )

    def do_query(self, engine, as_json, text, language, size, **options):
        with translation.override(LANGUAGES[language]):
            found = search(Query(text, language=language, size=size, facets=False), engine)
        rows = [
            {"kind": hit.kind, "code": hit.row, "title": hit.plain_title, "url": hit.url, "score": hit.score}
            for hit in found.hits
        ]
        lines = "".join(
            f"{row['score']:8.3f} {row['kind']:<14} {row['code']:<20} {row['title']}  {row['url']}\n" for row in rows
        )
        note = "\nThe index does not answer; these are titles out of the database." if found.fallback else ""
        self.say(as_json, rows, f"{lines}{found.total} found.{note}")

    def say(self, as_json, plain, text):
        self.stdout.write(json.dumps(plain, ensure_ascii=False, indent=1) if as_json else text)
