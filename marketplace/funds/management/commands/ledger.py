"""`manage.py ledger`: verify proves the books from the first entry on; statement prints a fund's statement; checkpoint
signs the state of the log; cosign keeps a witness's line."""

import csv
import json
import sys
from datetime import date, timedelta
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from marketplace.core import clock
from marketplace.core.money import ZERO, figures, from_fen
from marketplace.core.refusals import Refused
from marketplace.funds import domain, notes
from marketplace.funds.models import Entry, Fund
from marketplace.funds.months import month_of
from marketplace.funds.queries import statement_stream
from marketplace.funds.verify import verify
from marketplace.funds.verify_lineage import verify_lineage
from marketplace.funds.verify_log import LogReport, verify_log
from marketplace.funds.verify_months import verify_month

COLUMNS = ("entry", "at", "kind", "text", "in", "out", "held", "free", "sha256")


class Command(BaseCommand):
    help = (
        "verify: recomputes every balance, running number and hash, names the first broken entry. statement: a fund's period as CSV. "
        "month: a month's statement as JSON. checkpoint: signs the state of the log now. former-key: keeps a public key that signed earlier. cosign: keeps the lines of witnesses under a checkpoint."
    )

    def add_arguments(self, parser):
        acts = parser.add_subparsers(dest="what", required=True)
        proof = acts.add_parser("verify")
        proof.add_argument("--json", action="store_true", dest="as_json")
        proof.add_argument("--head", default="", help="NUMBER:HASH of an entry that was written down earlier")
        proof.add_argument("--against", default="", help="file of checkpoints that were kept, one after the other")
        proof.add_argument("--statement", default="", help="a month's statement (JSON) that was kept")
        proof.add_argument("--key", default="", help="public key that signed them, where it is none of ours")
        acts.add_parser("checkpoint")
        acts.add_parser("former-key").add_argument("key", help="a public key that signed before keys were kept")
        month = acts.add_parser("month")
        month.add_argument("month", help="YYYY-MM")
        month.add_argument("--fund", default="", help="the fund's code; the whole ledger when not given")
        lines = acts.add_parser("cosign")
        lines.add_argument("file", help="a checkpoint of ours with the witness's line below")
        period = acts.add_parser("statement")
        period.add_argument("fund", help="the fund's code")
        period.add_argument("--start", type=date.fromisoformat, help="first day; this year's first when not given")
        period.add_argument("--end", type=date.fromisoformat, help="last day; today when not given")

    def handle(self, *args, what, **options):
        return getattr(self, what.replace("-", "_"))(**options)

    def checkpoint(self, **options):
        self.stdout.write(domain.make_checkpoint().note, ending="")

    def cosign(self, file, **options):
        try:
            kept = domain.keep_cosignature(_text_of(file))
        except Refused as error:
            raise CommandError(error.sentence) from error
        self.stdout.write("Kept: " + ", ".join(one.witness for one in kept))

    def former_key(self, key, **options):
        try:
            self.stdout.write(f"Kept, from the checkpoint of {domain.keep_former_key(key).first} leaves on.")
        except Refused as error:
            raise CommandError(error.sentence) from error

    def month(self, month, fund="", **options):
        found = Fund.objects.filter(code=fund).first() if fund else None
        if fund and found is None:
            raise CommandError(f"There is no fund {fund}.")
        try:
            first = date.fromisoformat(f"{month}-01")
        except ValueError as error:
            raise CommandError("The month is written YYYY-MM.") from error
        self.stdout.write(json.dumps(month_of(first, found).as_json, ensure_ascii=False, indent=1))

    def _statement(self, file, key):
        try:
            told = json.loads(_text_of(file))
        except ValueError as error:
            raise CommandError(f"{file} is no JSON.") from error
        return verify_month(told, key)

    def verify(self, as_json=False, head="", against="", key="", statement="", **options):
        kept, key = _kept(against), _key(key)
        report = verify()
        if report.ok and head:
            number, _colon, digest = head.partition(":")
            if not number.isdigit():
                raise CommandError("--head takes NUMBER:HASH.")
            if not Entry.objects.filter(number=int(number), hash=digest.strip().lower()).exists():
                report.broken = (int(number), "it is not the entry whose hash was written down")
        logged = verify_log(kept, key) if report.ok else LogReport()
        if logged.ok and report.ok:
            logged.broken = verify_lineage() or (self._statement(statement, key) if statement else "")
        if as_json:
            answer = {
                "ok": report.ok and logged.ok,
                "entries": report.entries,
                "lines": report.lines,
                "head": report.head,
                "broken": report.broken,
                "leaves": logged.leaves,
                "checkpoints": logged.checked,
                "log_broken": logged.broken,
                "balances": {k: str(from_fen(v)) for k, v in sorted(report.balances.items())},
            }
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        elif report.ok:
            for label, fen in sorted(report.balances.items()):
                if fen:
                    self.stdout.write(f"{figures(from_fen(fen)):>18}  {label}")
            self.stdout.write(f"{report.entries} entries, {report.lines} lines: all right. Head {report.head}")
            self.stdout.write(
                logged.broken or f"{logged.leaves} leaves of the log, {logged.checked} checkpoints: all right."
            )
        else:
            number, problem = report.broken
            self.stdout.write(f"Entry {number} is broken: {problem}. {report.entries} entries were right before it.")
        if not (report.ok and logged.ok):
            sys.exit(1)

    def statement(self, fund, start=None, end=None, **options):
        found = Fund.objects.filter(code=fund).first()
        if found is None:
            raise CommandError(f"There is no fund {fund}.")
        start, end = start or date(clock.today().year, 1, 1), end or clock.today()
        if end < start:
            raise CommandError("The end lies before the beginning.")
        first = clock.midnight(start)
        after = clock.midnight(end + timedelta(days=1))
        opening, lines = statement_stream(found, first, after)
        out = csv.writer(self.stdout, lineterminator="\n")
        out.writerow(COLUMNS)
        out.writerow(("", start, "opening", "", "", "", opening, "", ""))
        came_in = paid = ZERO
        for row in lines:
            entry, came_in, paid = row.entry, came_in + row.came_in, paid + row.out
            out.writerow((entry.number, timezone.localtime(entry.at).isoformat(), entry.kind, _one_line(entry.text), row.came_in, row.out,
                          row.held, row.free, entry.hash))  # fmt: skip
        out.writerow(("", end, "closing", "", came_in, paid, opening + came_in - paid, "", ""))


def _text_of(file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{file} cannot be read as text.") from error


def _kept(file: str) -> list:
    try:
        return notes.read_all(_text_of(file)) if file else []
    except notes.BadNote as error:
        raise CommandError(f"{file} does not hold checkpoints: {error}.") from error


def _key(text: str):
    try:
        return notes.Key.parse(text) if text else None
    except notes.BadNote as error:
        raise CommandError(f"--key: {error}.") from error


def _one_line(text: str) -> str:
    """A text that a spreadsheet does not take for a formula, on one line."""
    text = " ".join(text.split())
    return f"'{text}" if text[:1] in "=+-@" and text else text
