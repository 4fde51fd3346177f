"""Cost lines and thanks as people type them: one a line, with an amount."""

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.core.money import ZERO, MoneyFormField, figures

MOST_LINES = 30


class AmountLinesField(forms.CharField):
    """ "name / English name; amount" a line -> [(text_zh, text_en, Decimal)]. Full-width marks are understood.

    amount_first: "amount; text / English text", as thanks are written.
    """

    widget = forms.Textarea

    def __init__(self, *, amount_first=False, longest=120, **kwargs):
        kwargs.setdefault("max_length", 6000)
        super().__init__(**kwargs)
        self.amount_first, self.longest = amount_first, longest
        self.widget.attrs["rows"] = 4

    def clean(self, value):
        text = super().clean(value)
        rows = [self._row(n, line) for n, line in enumerate(text.splitlines(), start=1) if line.strip()]
        if len(rows) > MOST_LINES:
            raise forms.ValidationError(_("At most %(most)s lines."), params={"most": MOST_LINES})
        return rows

    def _row(self, number, line):
        first, mark, second = (part.strip() for part in line.replace("；", ";").rpartition(";"))
        if self.amount_first:
            first, mark, second = (part.strip() for part in line.replace("；", ";").partition(";"))
            first, second = second, first
        if not mark or not first:
            raise forms.ValidationError(_("Line %(line)s: write a text and an amount with a semicolon between them."), params={"line": number})  # fmt: skip
        try:
            amount = MoneyFormField().clean(second)
        except forms.ValidationError as error:
            raise forms.ValidationError(_("Line %(line)s: this is no amount: %(text)s"), params={"line": number, "text": second}) from error  # fmt: skip
        if amount is None or amount <= ZERO:
            raise forms.ValidationError(_("Line %(line)s: the amount must be more than 0.00."), params={"line": number})
        zh, _slash, en = (part.strip() for part in first.replace("／", " / ").partition(" / "))
        if len(zh) > self.longest or len(en) > self.longest:
            raise forms.ValidationError(_("Line %(line)s: at most %(most)s characters."), params={"line": number, "most": self.longest})  # fmt: skip
        return zh, en, amount


def cost_text(costs) -> str:
    """The text from which the field makes these rows again."""
    return "\n".join(f"{_both(row.name_zh, row.name_en)}; {figures(row.amount)}" for row in costs)


def thanks_text(thanks) -> str:
    return "\n".join(f"{figures(row.from_amount)}; {_both(row.text_zh, row.text_en)}" for row in thanks)


def _both(zh, en) -> str:
    return f"{zh} / {en}" if en else zh
