"""`manage.py export_360giving FILE`: all public awards as JSON of the 360Giving standard."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from projects.grants import giving360


class Command(BaseCommand):
    help = "Writes all public awards as JSON of the 360Giving standard, version 1.4."

    def add_arguments(self, parser):
        parser.add_argument("file", help="where it is written; - for the standard output")

    def handle(self, *args, file, **options):
        found = giving360.package()
        text = json.dumps(found, ensure_ascii=False, indent=1, cls=giving360.Encoder)
        if file == "-":
            self.stdout.write(text)
            return
        try:
            Path(file).write_text(text + "\n", encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        self.stdout.write(f"{len(found['grants'])} grants written to {file}")
