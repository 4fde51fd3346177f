"""The bid editor: prices, answers, conditions, contact, declaration, files."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.core import money
from marketplace.core.money import MoneyFormField

from .. import bidding
from ..states import CriterionKind


class BidForm(forms.Form):
    """Fields are made from the call's lines, conditions and quality criteria. Anything may be missing in a draft."""

    contact = forms.CharField(
        label=_("Contact for this bid"),
        max_length=200,
        required=False,
        help_text=_("Whom the office may ask after the opening: a post and a telephone number are enough."),
    )
    statement = forms.BooleanField(
        label=_(
            "We declare that this bid is our own, that what it says is true, and that we did not agree on it with other bidders."
        ),
        required=False,
    )

    def __init__(self, *args, call, content=None, **kwargs):
        self.call = call
        super().__init__(*args, initial=self._initial(content or {}), **kwargs)
        for line in call.lines.all():
            field = MoneyFormField(
                label=line.item.name, required=False, min_value=Decimal("0.01"), max_value=Decimal("99999999.99"),
                help_text=_("Reference price of the list: %(price)s yuan per %(unit)s.") % {"price": money.figures(line.item.reference_price), "unit": line.item.unit_noun},
            )  # fmt: skip
            self.fields[f"line_{line.pk}"] = field
        for condition in call.conditions.all():
            self.fields[f"condition_{condition.pk}"] = forms.CharField(
                label=condition.text, max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
            )
        for criterion in self.quality():
            self.fields[f"answer_{criterion.pk}"] = forms.CharField(
                label=f"{criterion.name} · {criterion.weight * 100:.0f} %",
                help_text=criterion.description,
                max_length=bidding.ANSWER_MAX,
                required=False,
                widget=forms.Textarea(attrs={"rows": 8}),
            )

    def quality(self):
        return [c for c in self.call.criteria.all() if c.kind == CriterionKind.QUALITY]

    @staticmethod
    def _initial(content):
        values = {"contact": content.get("contact", ""), "statement": content.get("statement", False)}
        values |= {f"line_{row['line']}": row["unit_price"] for row in content.get("lines", [])}
        values |= {f"answer_{row['criterion']}": row["text"] for row in content.get("answers", [])}
        values |= {f"condition_{row['condition']}": row["text"] for row in content.get("conditions", [])}
        return values

    def prices(self):
        return [(line, self[f"line_{line.pk}"]) for line in self.call.lines.all()]

    def conditions(self):
        return [self[f"condition_{c.pk}"] for c in self.call.conditions.all()]

    def answers(self):
        return [self[f"answer_{c.pk}"] for c in self.quality()]

    def content(self) -> dict:
        """What was typed, as `domain.save` takes it: see `bidding`."""
        data = self.cleaned_data
        return {
            "lines": [
                {"line": line.pk, "unit_price": str(data[f"line_{line.pk}"])}
                for line in self.call.lines.all()
                if data.get(f"line_{line.pk}") is not None
            ],
            "answers": [{"criterion": c.pk, "text": data.get(f"answer_{c.pk}", "")} for c in self.quality()],
            "conditions": [
                {"condition": c.pk, "text": data.get(f"condition_{c.pk}", "")} for c in self.call.conditions.all()
            ],
            "contact": data.get("contact", ""),
            "statement": bool(data.get("statement")),
        }


class FileForm(forms.Form):
    """One more file for the draft."""

    file = forms.FileField(
        label=_("Add a file"),
        required=False,
        help_text=_("PDF, Word, Excel or picture, at most 20 MB each. Encrypted at once."),
    )
