"""The contract as a PDF: parties, lines, price in figures and capitals, milestones, text."""

from django.utils import translation
from django.utils.translation import gettext as _

from marketplace.core import pdf
from marketplace.core.money import capitals, figures


def contract_pdf(contract) -> bytes:
    """The document both sides sign: Chinese text, English beside it where the contract has one. Same contract, same bytes."""
    with translation.override("zh-hans"):
        lines = [
            [
                row.item.code,
                row.item.name_zh,
                f"{row.quantity.normalize():f} {row.item.unit_zh}",
                figures(row.unit_price),
                figures(row.amount),
            ]
            for row in contract.lines.select_related("item").order_by("pk")
        ]
        milestones = [
            [
                str(m.position),
                m.title_zh,
                m.due.isoformat(),
                _(", ").join(map(str, m.demanded)) or "–",
                figures(m.amount),
            ]
            for m in contract.milestones.order_by("position")
        ]
        blocks = [
            ("kv", [
                (_("Contract number"), contract.number),
                (_("Call"), contract.call.number),
                (_("Buyer"), contract.office.name_zh),
                (_("Provider"), f"{contract.organisation.name_zh} ({contract.organisation.uscc})"),
                (_("Paid from"), f"{contract.fund.code} {contract.fund.name_zh}"),
                (_("Price"), f"{figures(contract.price)} ({capitals(contract.price)})"),
                (_("Term"), f"{contract.starts.isoformat()} – {contract.ends.isoformat()}"),
            ]),
            ("h2", _("Services")),
            ("table", [_("Item"), _("Service"), _("Quantity"), _("Unit price (yuan)"), _("Amount (yuan)")], lines),
            ("h2", _("Milestones")),
            ("table", ["#", _("Milestone"), _("Due"), _("A delivery must bring"), _("Amount (yuan)")], milestones),
            ("h2", _("Text")),
            *[("p", paragraph) for paragraph in (contract.text_zh or contract.title_zh).splitlines() if paragraph.strip()],
            *[("p", paragraph) for paragraph in contract.text_en.splitlines() if paragraph.strip()],
        ]  # fmt: skip
        return pdf.document(f"{_('Contract')} {contract.number} {contract.title_zh}", blocks, footer=contract.number)
