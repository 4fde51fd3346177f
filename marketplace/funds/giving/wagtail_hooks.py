"""Gifts, promises and collections in the back office, to read: for those who handle or audit them, and without a name."""

from django.utils.translation import gettext_lazy as _

from marketplace.core import words
from marketplace.core.backoffice import Rooms, Shown, register

from .models import Collection, Gift, Pledge
from .queries import HANDLES, totals


class Gifts(Rooms):
    model, name, title, icon = Gift, "gifts", _("Gifts"), "pick"
    columns = (
        Shown("number", _("Receipt number"), sort="number"),
        Shown("fund.code", _("Fund"), sort="fund__code"),
        Shown("get_kind_display", _("kind"), sort="kind"),
        Shown("get_way_display", _("How it came"), sort="way"),
        Shown("amount", _("amount"), sort="amount"),
        Shown("returned", _("Returned since"), sort="returned"),
        Shown("confirmed_at", _("Booked on"), sort="confirmed_at"),
        Shown("get_state_display", _("state of the matter"), sort="state"),
        Shown("commitment", _("Commitment"), listed=False),
    )
    filters, search = ("state", "kind", "way"), ("number", "reference", "commitment")
    related, order, readers = ("fund",), ("-id",), tuple(HANDLES)

    def reads(self, actor):
        return Gift.objects.handled_by(actor)


class Promises(Rooms):
    model, name, title, icon = Pledge, "promises", _("Promises"), "time"
    columns = (
        Shown("reference", _("Purpose line"), sort="reference"),
        Shown("fund.code", _("Fund"), sort="fund__code"),
        Shown("get_way_display", _("how it is to be kept"), sort="way"),
        Shown("amount", _("amount"), sort="amount"),
        Shown("due", _("to be kept until"), sort="due"),
        Shown("get_state_display", _("state of the matter"), sort="state"),
    )
    filters, search = ("state", "way"), ("reference",)
    related, order, readers = ("fund",), ("-id",), tuple(HANDLES)

    def reads(self, actor):
        return Pledge.objects.handled_by(actor)


class Collections(Rooms):
    model, name, title, icon = Collection, "collections", _("Collections"), "group"
    columns = (
        Shown("title", _("what it is called"), sort="title_zh"),
        Shown("fund.code", _("Fund"), sort="fund__code"),
        Shown("filing_number", _("Filing number"), sort="filing_number"),
        Shown("starts", _("begins on"), sort="starts"),
        Shown("ends", _("ends on"), sort="ends"),
        Shown("target", _("expected sum"), sort="target"),
        Shown("get_state_display", _("state of the matter"), sort="state"),
        Shown("purpose", _("purpose"), listed=False),
    )
    filters, search = ("state",), ("title_zh", "title_en", "filing_number")
    related, order = ("fund",), ("-id",)

    def sheet(self, obj, actor):
        found = totals(Gift.objects.for_cause(obj.cause) if obj.cause_id else Gift.objects.filter(fund_id=obj.fund_id))
        return [(_("Money given (yuan)"), words.with_unit(found.money)), (_("Gifts received"), str(found.gifts))]


register(Gifts, Promises, Collections)
