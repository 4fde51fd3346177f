"""`manage.py docs_rooms [--check]`."""

import sys

from django.conf import settings
from django.core.management.base import BaseCommand

from marketplace.core.roomdocs import files


class Command(BaseCommand):
    help = "Write docs/rooms/*.md and the floors in docs/architecture.md from the code; --check only compares."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true")

    def handle(self, *args, check, **options):
        stale = []
        for path, text in files(settings.BASE_DIR).items():
            if path.exists() and path.read_text(encoding="utf-8") == text:
                continue
            stale.append(path)
            if not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
        for path in stale:
            self.stdout.write(f"{'stale' if check else 'written'}: {path.relative_to(settings.BASE_DIR)}")
        if check and stale:
            sys.exit(1)
