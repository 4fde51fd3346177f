"""The agreement as a PDF: parties, award, budget, tranches with their conditions, reports, indicators, text."""

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marketplace.core import pdf
from marketplace.core.money import capitals, figures


def agreement_pdf(agreement, *, number: int, starts, ends, text_zh: str, text_en: str = "", reason: str = "") -> bytes:
    """The document both sides sign. number: of the version. Same content, same bytes."""
    with translation.override("zh-hans"):
        round, organisation = agreement.round, agreement.organisation
        kv = [
            (_("Agreement number"), f"{agreement.number} · {number}"),
            (_("Grant round"), f"{round.number} {round.title_zh}"),
            (_("Project"), agreement.title),
            (_("Grant giver"), round.office.name_zh),
            (_("Grantee"), f"{organisation.name_zh} ({organisation.uscc})"),
            (_("Paid from"), f"{round.fund.code} {round.fund.name_zh}"),
            (pgettext("grants", "Award"), f"{figures(agreement.amount)} ({capitals(agreement.amount)})"),
            (_("Term"), f"{starts.isoformat()} – {ends.isoformat()}"),
        ]
        lines = [[str(row.position), row.name, figures(row.amount)] for row in agreement.lines.order_by("position")]
        tranches = [
            [str(row.position), row.title_zh, figures(row.amount), condition_of(row)]
            for row in agreement.tranches.select_related("report").order_by("position")
        ]
        reports = [
            [str(r.position), r.get_kind_display(), r.due.isoformat()] for r in agreement.reports.order_by("position")
        ]
        goals = [[row["name"], f"{row['target']} {row['unit']}".strip()] for row in agreement.indicators]
        blocks = [
            ("kv", kv + ([(_("Reason of the change"), reason)] if reason else [])),
            ("h2", _("Budget")), ("table", ["#", _("Line"), _("Amount (yuan)")], lines),
            ("h2", _("Tranches")), ("table", ["#", _("Tranche"), _("Amount (yuan)"), _("Paid when")], tranches),
            ("h2", _("Reports")), ("table", ["#", _("Report"), _("Due on")], reports),
            *([("h2", _("Indicators")), ("table", [_("Indicator"), _("Target")], goals)] if goals else []),
            ("h2", _("Text")),
            *[("p", paragraph) for text in (text_zh, text_en) for paragraph in text.splitlines() if paragraph.strip()],
        ]  # fmt: skip
        return pdf.document(
            f"{_('Grant agreement')} {agreement.number}", blocks, footer=f"{agreement.number} · {number}"
        )


def condition_of(tranche) -> str:
    """What has to be there before it is paid, in words."""
    if tranche.report is None:
        return _("both sides have signed")
    return _("accepted: %(report)s") % {"report": tranche.report.get_kind_display()}
