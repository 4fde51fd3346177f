"""`manage.py ledger verify` proves the books from the first entry on."""

import json
import sys

from django.core.management.base import BaseCommand

from marketplace.core.money import figures, from_fen
from marketplace.funds.verify import verify


class Command(BaseCommand):
    help = "Recomputes every balance, running number and hash of the ledger; names the first broken entry."

    def add_arguments(self, parser):
        parser.add_argument("what", choices=["verify"])
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args, what, as_json, **options):
        report = verify()
        if as_json:
            self.stdout.write(
                json.dumps(
                    {
                        "ok": report.ok,
                        "entries": report.entries,
                        "lines": report.lines,
                        "head": report.head,
                        "broken": report.broken,
                        "balances": {k: str(from_fen(v)) for k, v in sorted(report.balances.items())},
                    },
                    ensure_ascii=False,
                )
            )
        elif report.ok:
            for label, fen in sorted(report.balances.items()):
                if fen:
                    self.stdout.write(f"{figures(from_fen(fen)):>18}  {label}")
            self.stdout.write(f"{report.entries} entries, {report.lines} lines: all right. Head {report.head}")
        else:
            number, problem = report.broken
            self.stdout.write(f"Entry {number} is broken: {problem}. {report.entries} entries before it are right.")
        if not report.ok:
            sys.exit(1)
