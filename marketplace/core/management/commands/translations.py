"""`manage.py translations compile|check`."""

import sys

from django.conf import settings
from django.core.management.base import BaseCommand

from marketplace.core.catalogues import check, compile_stale


class Command(BaseCommand):
    help = "compile: write .mo files; check: name every text without a Chinese translation."

    def add_arguments(self, parser):
        parser.add_argument("what", choices=["compile", "check"])

    def handle(self, *args, what, **options):
        if what == "compile":
            self.stdout.write(f"{compile_stale(settings.BASE_DIR)} catalogues written")
            return
        faults = check(settings.BASE_DIR)
        for fault in faults:
            self.stdout.write(fault)
        if faults:
            self.stdout.write(f"{len(faults)} texts to mend")
            sys.exit(1)
