"""The fundraising gate: whether, and how, this reader may be asked for a gift to this fund now.

    door(fund, actor).way == "portal"    the portal itself takes it (Checkout, or a promise by transfer)
                             "platform"  the button leads to the collection's page on a designated platform
                             "closed"    the button is shown closed, with the sentence and the clause

China's rule book (the default): in public only by a licensed charity with a filed plan, online only on a designated
platform; the portal is none unless its operator recorded a designation. Named members of the fund may be asked
directly, and that never stands on a public page.
"""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext as _

from marketplace.core import clock, words

from ..states import FundState
from . import causes
from .kinds import PermitKind
from .models import Collection, NamedMember, Permit
from .rulebook import current


@dataclass(frozen=True)
class Door:
    way: str
    sentence: str = ""
    clause: str = ""
    collection: Collection | None = None
    directed: bool = False
    book: object = None

    @property
    def is_open(self) -> bool:
        return self.way == "portal"


def licence_of(organisation, day=None):
    """The public fundraising licence of a charity that is in force on a day (today), or None."""
    return _permits(PermitKind.LICENCE, day).filter(organisation=organisation).first() if organisation else None


def designation(day=None):
    """The designation of this portal as a platform that is in force on a day (today), or None."""
    return _permits(PermitKind.DESIGNATION, day).first()


def _permits(kind, day):
    day = day or clock.today()
    rows = Permit.objects.filter(kind=kind, state="in_force", valid_from__lte=day)
    return rows.filter(Q(valid_to=None) | Q(valid_to__gte=day))


def is_named(fund, actor) -> bool:
    """The reader is a named member of the fund: a founder, a director, a member."""
    return actor.is_known and NamedMember.objects.filter(fund=fund, user_id__in=actor.keys, state="named").exists()


def collection_of(fund, cause=None):
    """The collection that stands for a fund, or for a cause in it: the running one, else the newest."""
    rows = Collection.objects.filter(fund=fund, cause_id=None)
    if cause is not None:
        kind = ContentType.objects.get_for_model(cause)
        rows = Collection.objects.filter(fund=fund, cause_type=kind, cause_id=cause.pk)
    return rows.running(clock.today()).first() or rows.exclude(state="draft").first()


def door(fund, actor, *, cause=None) -> Door:
    """What stands at this fund's button for this reader today."""
    book = current()
    if fund.state != FundState.ACTIVE:
        sentence = _("The fund “%(name)s” takes no gifts now: it is %(state)s.")
        return Door("closed", sentence % {"name": fund.name, "state": fund.get_state_display()}, book=book)
    refusal = causes.why_closed(cause) if cause is not None else None
    if refusal:
        return Door("closed", refusal.sentence, refusal.clause, book=book)
    if not book.rule("filing").value:
        return Door("portal", book=book)
    collection = collection_of(fund, cause)
    if is_named(fund, actor):
        return Door("portal", clause=book.rule("directed").clause, collection=collection, directed=True, book=book)
    refused = _why_not(book, fund, collection)
    if refused:
        return Door("closed", *refused, collection=collection, book=book)
    if designation() or not book.rule("platform").value:
        return Door("portal", collection=collection, book=book)
    clause = book.rule("platform").clause
    if collection.platform_url:
        sentence = _(
            "This portal takes no public gifts itself: the collection runs on the designated platform %(name)s."
        )
        return Door("platform", sentence % {"name": collection.platform_name}, clause, collection, book=book)
    sentence = _("Online, this collection may only run on a designated platform, and none is named yet.")
    return Door("closed", sentence, clause, collection, book=book)


def _why_not(book, fund, collection):
    """(sentence, clause) of what is missing for a public collection, or None."""
    if fund.host is None:
        sentence = _("No charity keeps this fund; a fund itself may not collect in public.")
        return sentence, book.rule("licence").clause
    if book.rule("licence").value and not licence_of(fund.host):
        sentence = _("%(host)s has no public fundraising licence in force on record. Only a licensed charity collects in public.")  # fmt: skip
        return sentence % {"host": fund.host.name}, book.rule("licence").clause
    if collection is None or not collection.filing_number:
        return _("No collection is filed for this fund, so nobody may be asked in public."), book.rule("filing").clause
    today = clock.today()
    if collection.starts and today < collection.starts:
        sentence = _("The collection begins on %(date)s.") % {"date": words.day(collection.starts)}
        return sentence, book.rule("term").clause
    if collection.ends and collection.ends < today or collection.state in ("ended", "settled"):
        sentence = _("The collection ended on %(date)s.") % {"date": words.day(min(collection.ends, today))}
        return sentence, book.rule("term").clause
    if collection.state != "open":
        return _("The collection is filed and not opened yet."), book.rule("filing").clause
    return None
