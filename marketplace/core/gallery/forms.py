"""Forms whole and in pieces."""

from decimal import Decimal

from django import forms
from django.utils.translation import pgettext_lazy

from ..money import MoneyFormField
from .sample import DIRTY, Sample, refused

CHOICES = (
    ("a", pgettext_lazy("gallery", "Care for the elderly")),
    ("b", pgettext_lazy("gallery", "Help for families")),
    ("c", pgettext_lazy("gallery", "Legal advice")),
)


class EveryWidget(forms.Form):
    """One field of each kind, to see that all look right."""

    name = forms.CharField(
        label=pgettext_lazy("gallery", "Title"),
        help_text=pgettext_lazy("gallery", "As it will stand in the list."),
        max_length=80,
    )
    text = forms.CharField(label=pgettext_lazy("gallery", "Text"), widget=forms.Textarea, required=False)
    price = MoneyFormField(
        label=pgettext_lazy("gallery", "Price per unit"),
        help_text=pgettext_lazy("gallery", "With staff, travel and records."),
    )
    count = forms.IntegerField(label=pgettext_lazy("gallery", "Quantity"), min_value=1)
    share = forms.DecimalField(label=pgettext_lazy("gallery", "Share of staff cost"), max_value=100)
    start = forms.DateField(label=pgettext_lazy("gallery", "Begins on"))
    deadline = forms.DateTimeField(label=pgettext_lazy("gallery", "Deadline"))
    category = forms.ChoiceField(label=pgettext_lazy("gallery", "Category"), choices=CHOICES)
    groups = forms.MultipleChoiceField(
        label=pgettext_lazy("gallery", "For whom"), choices=CHOICES, widget=forms.CheckboxSelectMultiple
    )
    invoice = forms.ChoiceField(
        label=pgettext_lazy("gallery", "Kind of invoice"), choices=CHOICES[:2], widget=forms.RadioSelect
    )
    paper = forms.FileField(
        label=pgettext_lazy("gallery", "Registration certificate"),
        help_text=pgettext_lazy("gallery", "PDF or picture, 20 MB at most."),
    )
    agreed = forms.BooleanField(label=pgettext_lazy("gallery", "We have read the terms"))
    share.unit = "%"


class Rows(forms.Form):
    what = forms.CharField(label=pgettext_lazy("gallery", "Criterion"))
    weight = forms.DecimalField(label=pgettext_lazy("gallery", "Weight"))


def every_form(now, today) -> dict:
    """Forms whole and in pieces, as they open and as they come back."""
    initial = {"price": Decimal("44.50"), "start": today, "deadline": now, "groups": ["a"]}
    typed = {"name": "", "price": "485,940.00", "share": "七成", "count": "3", "category": "a", "invoice": "a"}
    usual, wrong = pgettext_lazy("gallery", "usual"), pgettext_lazy("gallery", "wrong")

    def empty(prefix):
        return EveryWidget(initial=initial, auto_id=f"{prefix}_%s")

    def bad(prefix):
        return EveryWidget(typed, auto_id=f"{prefix}_%s")

    rows = forms.formset_factory(Rows, extra=2)
    twice = {"again-TOTAL_FORMS": "1", "again-INITIAL_FORMS": "0", "again-0-what": "", "again-0-weight": "x"}
    caption = pgettext_lazy("gallery", "Criterion")
    return {
        "form": [
            Sample(usual, {"form": empty("f"), "refusal": None}),
            Sample(wrong, {"form": bad("w"), "refusal": None}),
        ],
        "field": [Sample(f.label, {"field": f}) for f in list(empty("one"))[:3]]
        + [Sample(wrong, {"field": bad("onew")["share"]}), Sample(pgettext_lazy("gallery", "bare"), {"field": empty("oneb")["text"], "bare": True})],
        "hint": [Sample(usual, {"field": empty("h")["name"]})],
        "error": [Sample(wrong, {"field": bad("e")["share"]})],
        "errors": [
            Sample(wrong, {"form": bad("w"), "refusal": None}),
            Sample(pgettext_lazy("gallery", "refused"), {"form": empty("s"), "refusal": refused()}),
        ],
        "formset": [
            Sample(usual, {"formset": rows(prefix="rows"), "caption": caption, "refusal": None}),
            Sample(wrong, {"formset": rows(twice, prefix="again"), "caption": caption, "refusal": None}),
        ],
        "facets": [
            Sample(usual, {"form": Rows(auto_id="fa_%s")}),
            Sample(pgettext_lazy("gallery", "chosen"), {"form": Rows({"what": "a", "weight": "1"}, auto_id="fb_%s")}),
        ],
        "toolbar": [
            Sample(usual, {"form": Rows(auto_id="ta_%s")}),
            Sample(pgettext_lazy("gallery", "chosen"), {"form": Rows({"what": "a", "weight": "1"}, auto_id="tb_%s")}),
        ],
        "search": [
            Sample(usual, {"id": "q-a", "label": usual}),
            Sample(pgettext_lazy("gallery", "asked"), {"id": "q-b", "q": DIRTY, "label": pgettext_lazy("gallery", "asked")}),
            Sample(pgettext_lazy("gallery", "with an example"), {"id": "q-c", "placeholder": pgettext_lazy("gallery", "Legal advice"), "label": pgettext_lazy("gallery", "with an example")}),
        ],
        "ways_on": [Sample(usual)],
    }  # fmt: skip
