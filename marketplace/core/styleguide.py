"""The gallery of all parts: a new part needs a place here first."""

from datetime import date, timedelta
from decimal import Decimal

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import pgettext_lazy

from . import charts, clock
from .money import MoneyFormField
from .refusals import Refused

TONES = (
    ("open", pgettext_lazy("gallery", "open")),
    ("done", pgettext_lazy("gallery", "finished")),
    ("wait", pgettext_lazy("gallery", "waiting")),
    ("draft", pgettext_lazy("gallery", "draft")),
    ("sealed", pgettext_lazy("gallery", "sealed")),
    ("due", pgettext_lazy("gallery", "late")),
    ("refused", pgettext_lazy("gallery", "failed")),
)
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


def gallery(request):
    """Every part once, with lifelike content. For developers, in a demo, and for editors."""
    if not (settings.DEBUG or settings.DEMO or request.actor.has("EDITOR")):
        raise Http404
    now, today = clock.now(), clock.today()
    wrong = {"name": "", "price": "485,940.00", "share": "七成", "count": "3", "category": "a", "invoice": "a"}
    context = {
        "tones": TONES,
        "moments": [now + timedelta(days=d) for d in (-2, 0, 2, 14, 200)],
        "form": EveryWidget(initial={"price": Decimal("44.50"), "start": today, "deadline": now, "groups": ["a"]}),
        "wrong_form": EveryWidget(wrong, auto_id="wrong_%s"),
        "formset": forms.formset_factory(Rows, extra=2)(prefix="rows"),
        "filters": Rows(prefix="filter"),
        "page_obj": Paginator(range(300), 10).page(7),
        "kept_query": "q=x&",
        "refusal": Refused(
            "too_early",
            pgettext_lazy("gallery", "The time of opening has not come. It is possible from %(when)s."),
            clause=pgettext_lazy("gallery", "Order 87, art. 33"),
            values={"when": "14:30"},
        ),
        "rail": [
            {"label": pgettext_lazy("gallery", "Notice"), "state": "done", "when": today - timedelta(days=14)},
            {
                "label": pgettext_lazy("gallery", "Bids and questions"),
                "state": "now",
                "when": today + timedelta(days=14),
            },
            {
                "label": pgettext_lazy("gallery", "Opening"),
                "state": "next",
                "when": now + timedelta(days=14),
                "note": pgettext_lazy("gallery", "at the deadline"),
            },
            {
                "label": pgettext_lazy("gallery", "Evaluation"),
                "state": "next",
                "note": pgettext_lazy("gallery", "a committee of 5"),
            },
            {"label": pgettext_lazy("gallery", "Report"), "state": "late", "when": today - timedelta(days=1)},
        ],
        "sums": [
            {"label": pgettext_lazy("gallery", "Budget"), "value": pgettext_lazy("gallery", "480,000.00 yuan")},
            {"label": pgettext_lazy("gallery", "Duration"), "value": pgettext_lazy("gallery", "12 months")},
            {
                "label": pgettext_lazy("gallery", "Deadline"),
                "value": now + timedelta(days=14),
                "note": pgettext_lazy("gallery", "14 days left"),
            },
        ],
        "hash": "9f2b61d0c47a03e85b9d7714ae20f6c308d14e97b35c2a6fe1f08c29d76413ba",
        "charts": _charts(today),
        "dirty": "<script>alert(1)</script>",
    }
    return render(request, "core/styleguide.html", context)


def _charts(today: date) -> list:
    community = pgettext_lazy("gallery", "Community")
    months = [f"{n} 月" for n in range(1, 9)]
    squares = [(x, y) for y in range(3) for x in range(3)]
    rings = [[[104.0 + x / 100, 30.0 + y / 100] for x, y in _square(*spot)] for spot in squares]
    return [
        charts.weights(
            pgettext_lazy("gallery", "How points are given"),
            [
                (pgettext_lazy("gallery", "Service plan"), Decimal("0.4")),
                (pgettext_lazy("gallery", "Staff"), Decimal("0.3")),
                (pgettext_lazy("gallery", "Price"), Decimal("0.3")),
            ],
            head=(pgettext_lazy("gallery", "Criterion"), pgettext_lazy("gallery", "Weight")),
            key="w",
        ),
        charts.bars(
            pgettext_lazy("gallery", "People served"),
            [
                (pgettext_lazy("gallery", "Home visits"), 812, "", 1000),
                (pgettext_lazy("gallery", "Counselling"), 340, "", 300),
                (pgettext_lazy("gallery", "Legal advice"), 96),
            ],
            head=(pgettext_lazy("gallery", "Service"), pgettext_lazy("gallery", "People")),
            desc=pgettext_lazy("gallery", "The line is the target."),
            key="b",
        ),
        charts.line(
            pgettext_lazy("gallery", "Price paid over time"),
            [(today - timedelta(days=30 * n), Decimal(40 + (n * 7) % 11)) for n in range(8, -1, -1)],
            head=(pgettext_lazy("gallery", "Day"), pgettext_lazy("gallery", "Yuan per visit")),
            key="l",
        ),
        charts.in_out(
            pgettext_lazy("gallery", "In and out"),
            [(m, Decimal(50000 * (n % 3)), Decimal(20000 * (n % 4))) for n, m in enumerate(months)],
            head=(
                pgettext_lazy("gallery", "Month"),
                pgettext_lazy("gallery", "In (yuan)"),
                pgettext_lazy("gallery", "Out (yuan)"),
            ),
            key="io",
        ),
        charts.community_map(
            pgettext_lazy("gallery", "Where services were delivered"),
            [(f"{community} {n + 1}", ring, n * 3 if n else None, "") for n, ring in enumerate(rings)],
            head=(pgettext_lazy("gallery", "Community"), pgettext_lazy("gallery", "Services")),
            key="m",
        ),
    ]


def _square(x, y):
    return [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)]
