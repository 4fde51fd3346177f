"""Receipts and yearly statements as PDF, in the reader's language; the same gift gives the same bytes."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marketplace.core import links, pdf, words
from marketplace.core.money import capitals, figures


def address(gift) -> str:
    """Where a receipt is checked; this address is in its QR code."""
    return settings.SITE_URL + links.to("giving:gift", gift.code)


def receipt_pdf(gift) -> bytes:
    """Donor, kind and amount, charity, handler, date: what Charity Law, art. 38 asks of a receipt; salt and commitment."""
    fund = gift.fund
    host = fund.host.name if fund.host else fund.office.name
    rows = [
        (_("Receipt number"), gift.number),
        (_("Giver"), gift.giver_name or _("not named")),
        (_("What was given"), gift.what or gift.get_kind_display()),
        (_("Amount"), f"{figures(gift.amount)} {_('yuan')} ({capitals(gift.amount)})"),
        (_("How it came"), gift.get_way_display()),
        (_("Fund"), f"{fund.code} {fund.name}"),
        (_("Received by"), host),
        (_("Handled by"), _("the portal, by message of the payment service") if gift.way == "CARD" else _("finance of %(office)s, checked by a second person") % {"office": fund.office.name}),
        (_("Date"), words.date_of(gift.confirmed_at).isoformat()),
    ]  # fmt: skip
    if not gift.is_money:
        rows.insert(4, (_("Beside the cash"), _("The value is stated by the office; it is never added to money.")))
    if gift.hours:
        rows.insert(4, (pgettext("giving", "Hours"), f"{gift.hours.normalize():f}"))
    if gift.is_foreign:
        rows.insert(4, (pgettext("giving", "Paid in"), gift.as_given))
    if gift.returned:
        rows.append((_("Returned since"), f"{figures(gift.returned)} {_('yuan')}"))
    blocks = [
        ("kv", rows),
        ("h2", _("Check this receipt")),
        ("p", _("Scan the code or open the address. The page shows what stands in the books; your name does not stand there.")),
        ("qr", address(gift), gift.number),
        ("kv", [
            (_("Commitment"), words.hash4(gift.commitment)),
            (_("Salt"), words.hash4(gift.secret) or _("erased")),
        ]),
        ("p", _("With your name and the salt you can prove that the gift is yours. Whoever has the salt can do the same: keep it to yourself.")),
        ("p", _("This is the portal's receipt. The unified donation receipt for taxes is issued by the charity named above.")),
    ]  # fmt: skip
    return pdf.document(f"{_('Receipt for a gift')} {gift.number}", blocks, footer=f"{gift.number} · {fund.code}")


def year_pdf(year, gifts, totals) -> bytes:
    """One giver's year: each gift with its receipt's number; money, things and time apart."""
    rows = [
        [
            words.date_of(g.confirmed_at).isoformat(), g.number, f"{g.fund.code} {g.fund.name}", g.get_kind_display(),
            figures(g.amount), figures(g.returned),
        ]
        for g in gifts
    ]  # fmt: skip
    blocks = [
        ("kv", [
            (_("Year"), str(year)),
            (_("Giver"), next((g.giver_name for g in gifts if g.giver_name), "") or _("not named")),
            (_("Money given (yuan)"), figures(totals.money)),
            (_("Things, valued (yuan)"), figures(totals.things)),
            (_("Time, valued (yuan)"), figures(totals.time)),
            (pgettext("giving", "Hours"), f"{totals.hours}"),
        ]),
        ("table", [_("Date"), pgettext("giving", "Receipt"), _("Fund"), _("Kind"), _("Amount (yuan)"), _("Returned (yuan)")], rows),
        ("p", _("Returns are taken off the sums above. Things and time are valued and stand beside the money.")),
    ]  # fmt: skip
    return pdf.document(f"{_('Statement of giving')} {year}", blocks, footer=str(year))
