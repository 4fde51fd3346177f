"""Statements: read dry by one person, booked by another; the same line is never booked twice."""

import hashlib

from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.refusals import Refused
from marketplace.core.verbs import creating, verb

from .. import booking
from ..kinds import Display, Way
from ..models import Gift, Layout, Statement, StatementLine
from ..reading import lines_of
from ..states_statements import Verdict
from .pledges import keep_pledge

COUNTS = (Verdict.NEW, Verdict.PLEDGE)


def read_statement(fund, *, by, file, way=Way.BANK, columns=None, layout="", cause=None) -> Statement:
    """Read a table and say of each line what it is; nothing is booked. layout: keep the columns under this name.

    Raises:
        Refused: no table, wrong columns, no rows, or the same file was booked before.
    """
    data, found, lines = lines_of(fund, file, columns)
    digest = hashlib.sha256(data).hexdigest()
    if Statement.objects.filter(fund=fund, sha256=digest, state="booked").exists():
        raise Refused("file_booked", _("This very file was booked before."), field="file", kind="when")
    statement = Statement(
        fund=fund, name=(getattr(file, "name", "") or "statement.csv")[:120], sha256=digest, way=way, columns=found,
        read_by=by.user, read_at=clock.now(), cause=cause,
    )  # fmt: skip
    with creating(statement, by=by, verb="read"):
        statement.save()
        StatementLine.objects.bulk_create(
            StatementLine(
                statement=statement, row=line.row, on=line.on, amount=line.amount, payer=line.payer, text=line.text, serial=line.serial,
                fingerprint=line.fingerprint, verdict=line.verdict, problem=line.problem[:300], pledge=line.pledge,
            )
            for line in lines
        )  # fmt: skip
        if layout.strip():
            Layout.objects.update_or_create(
                office_id=fund.office_id, name=layout.strip()[:60], defaults={"way": way, "columns": found, "used_at": clock.now()}
            )  # fmt: skip
    return statement


def book_statement(statement: Statement, *, by) -> Statement:
    """A second person has looked: each new line becomes a gift. What was booked meanwhile is left out."""
    with verb("book", statement, by=by) as statement:
        rows = statement.lines.filter(verdict__in=COUNTS, gift=None).select_related("pledge__giver").order_by("row")
        for line in rows:
            if StatementLine.objects.filter(fingerprint=line.fingerprint).exclude(gift=None).exists():
                line.verdict = Verdict.DUPLICATE
            else:
                line.gift = _gift_of(statement, line, by)
            line.payer = line.text = ""  # what is needed of it stands with the gift now
            line.save()
        statement.lines.exclude(verdict__in=COUNTS).update(payer="", text="")
        statement.booked_at = clock.now()
    return statement


def _gift_of(statement, line, by) -> Gift:
    pledge = line.pledge
    gift = Gift(
        fund=statement.fund, cause=pledge.cause if pledge else statement.cause, way=statement.way, amount=line.amount, given=int(line.amount * 100),
        giver=pledge.giver if pledge else None, giver_name=(pledge.giver_name if pledge else "") or line.payer[:80],
        giver_contact=pledge.giver_contact if pledge else "", display=pledge.display if pledge else Display.ANONYMOUS,
        directed=pledge.directed if pledge else False, received_on=line.on, reference=line.serial, recorded_by=statement.read_by,
        confirmed_by=by.user, created_at=clock.now(), pledge=pledge,
    )  # fmt: skip
    with creating(gift, by=by, verb="import"):
        gift.save()
        booking.book(gift, key=f"line:{line.pk}", by=by)
        if pledge:
            keep_pledge(pledge, by=by)
    return gift


def discard_statement(statement: Statement, *, by) -> Statement:
    """It was the wrong file; its lines go."""
    with verb("discard", statement, by=by) as statement:
        statement.lines.all().delete()
    return statement
