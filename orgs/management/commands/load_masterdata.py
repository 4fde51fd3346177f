"""`manage.py load_masterdata DIR`: offices and communities of an office's first day."""

import csv
import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from orgs import masterdata


class Command(BaseCommand):
    help = "Load offices.json, communities.csv and communities.geojson from a folder; safe to run again."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="folder with offices.json, communities.csv, communities.geojson")

    def handle(self, *, folder, **options):
        offices, communities, map_file = (
            folder / name for name in ("offices.json", "communities.csv", "communities.geojson")
        )
        if not offices.exists():
            raise CommandError(f"{offices} is not there")
        listed = json.loads(offices.read_text(encoding="utf-8"))
        try:
            with transaction.atomic():
                done = masterdata.load_offices(listed["offices"] if isinstance(listed, dict) else listed)
                self.stdout.write(f"{len(done)} offices")
                if communities.exists():
                    geojson = json.loads(map_file.read_text(encoding="utf-8")) if map_file.exists() else None
                    with communities.open(encoding="utf-8-sig", newline="") as handle:
                        done = masterdata.load_communities(csv.DictReader(handle), geojson)
                    self.stdout.write(f"{len(done)} communities")
        except (masterdata.BadRow, KeyError) as error:
            raise CommandError(f"nothing was loaded: {error}") from error
