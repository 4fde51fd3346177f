"""Forms of the purchase list. One row of an imported table is checked by the same form as the editor's page."""

import re
import unicodedata

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock
from marketplace.core.money import FEN, MoneyFormField
from orgs.models import Office

from .columns import COLUMNS, PLAIN, labels
from .states import Audience, FeeTier, Provenance

LONG = 2000
_grouped = re.compile(r"\d{1,3}(,\d{3})+(\.\d*)?")
_one_line = RegexValidator(r"[\r\n\t\x00-\x1f]", _("Please write this in one line."), inverse_match=True)


def buyers() -> dict:
    """{code: Office} of the offices that may buy: one query for a whole table."""
    return {office.code: office for office in Office.objects.standing().filter(buys=True)}


def narrow(text: str) -> str:
    """Full-width letters and digits as half-width ones, without space around."""
    return unicodedata.normalize("NFKC", text).strip()


class CodeField(forms.CharField):
    """A code as people type it: full-width characters and small letters are understood."""

    def to_python(self, value):
        return narrow(super().to_python(value) or "").upper()


class PriceField(MoneyFormField):
    """A sum of more than nothing. A comma must part thousands: "1,50" is asked about, not read as 150."""

    def to_python(self, value):
        if isinstance(value, str):
            text = narrow(value).removeprefix("¥").removesuffix("元").strip()
            if "," in text and not _grouped.fullmatch(text):
                raise forms.ValidationError(
                    _("Use commas for thousands and a point before the fen, for example 1,234.50.")
                )
        return super().to_python(value)


def _line(length, *, required=False):
    return forms.CharField(max_length=length, required=required, validators=[_one_line])


def _text(*, required=False):
    return forms.CharField(max_length=LONG, required=required, widget=forms.Textarea(attrs={"rows": 3}))


class ItemForm(forms.Form):
    """One service. Field names are the columns of the table."""

    code = CodeField(
        max_length=20,
        validators=[
            RegexValidator(r"^[A-Z0-9][A-Z0-9._-]*$", _("A code has letters, digits, points and dashes only."))
        ],
    )
    category = CodeField(max_length=4)
    category_zh = _line(60, required=True)
    category_en = _line(80)
    name_zh = _line(80, required=True)
    name_en = _line(120)
    description_zh = _text(required=True)
    description_en = _text()
    unit = CodeField(max_length=20)
    unit_zh = _line(30, required=True)
    unit_en = _line(40)
    reference_price = PriceField(min_value=FEN)
    standard_zh = _text(required=True)
    standard_en = _text()
    legal_basis_zh = _line(300)
    legal_basis_en = _line(300)
    fee_tier = forms.ChoiceField(choices=FeeTier.choices)
    buyer = forms.ChoiceField()
    target_group_zh = _line(200, required=True)
    target_group_en = _line(250)
    provenance = forms.ChoiceField(choices=Provenance.choices)
    source_ref = _line(40)
    illustrative_fields = _line(400)

    def __init__(self, *args, offices=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.offices = buyers() if offices is None else offices
        self.fields["buyer"].choices = [(code, office.name) for code, office in self.offices.items()]
        for name, label in labels().items():
            if name in self.fields:
                self.fields[name].label = label

    def clean_buyer(self):
        return self.offices[self.cleaned_data["buyer"]]

    def clean_illustrative_fields(self):
        names = [name.strip() for name in self.cleaned_data["illustrative_fields"].split(";") if name.strip()]
        wrong = [name for name in names if name != "*" and name not in COLUMNS]
        if wrong:
            raise forms.ValidationError(
                _("These are no columns of the list: %(names)s."), params={"names": ", ".join(wrong)[:200]}
            )
        return ";".join(names)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("provenance") == Provenance.SOURCE and not cleaned.get("source_ref"):
            self.add_error("source_ref", _("Say which source names this service."))
        return cleaned

    @classmethod
    def initial_of(cls, item) -> dict:
        return {column: getattr(item, column) for column in PLAIN} | {"buyer": item.buyer.code}


class RowForm(ItemForm):
    """One row of an imported table."""

    list_year = CodeField(max_length=4)

    def __init__(self, *args, year, **kwargs):
        self.year = year
        super().__init__(*args, **kwargs)
        self.fields["list_year"].label = labels()["list_year"]

    def clean_list_year(self):
        if self.cleaned_data["list_year"] != str(self.year):
            raise forms.ValidationError(_("This draft is for the year %(year)s."), params={"year": self.year})
        return self.cleaned_data["list_year"]

    def as_row(self) -> dict:
        """The cleaned values as text, for comparing and for the confirmation."""
        row = {column: str(self.cleaned_data[column]) for column in COLUMNS}
        return row | {
            "buyer": self.cleaned_data["buyer"].code,
            "reference_price": f"{self.cleaned_data['reference_price']:.2f}",
        }


class ListForm(forms.Form):
    """Title, note and first day of a list."""

    title_zh = forms.CharField(label=_("title in Chinese"), max_length=120, validators=[_one_line])
    title_en = forms.CharField(label=_("title in English"), max_length=160, required=False, validators=[_one_line])
    note_zh = forms.CharField(
        label=_("note in Chinese"), max_length=LONG, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    note_en = forms.CharField(
        label=_("note in English"), max_length=LONG, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    valid_from = forms.DateField(
        label=_("in force from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: from 1 January of its year, or from the day of approval when that is later."),
    )


class RenameForm(ListForm):
    """Title of a draft: starts with what stands there."""

    knows = True

    def __init__(self, *args, obj, actor, **kwargs):
        kwargs["initial"] = {name: getattr(obj, name) for name in ListForm.base_fields}
        super().__init__(*args, **kwargs)


class NewListForm(ListForm):
    """A first list, or the list of a new year, from nothing."""

    year = forms.IntegerField(label=_("year"), min_value=2000, max_value=2100)
    office = forms.ModelChoiceField(label=_("office"), queryset=Office.objects.none())
    field_order = ("office", "year", "title_zh", "title_en", "note_zh", "note_en", "valid_from")

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        from .rules import DRAFTERS

        self.fields["office"].queryset = Office.objects.filter(pk__in=actor.bodies("office", *DRAFTERS))
        self.fields["year"].initial = clock.today().year


class ReviseForm(forms.Form):
    """For which year a new version is started."""

    knows = True
    year = forms.TypedChoiceField(label=_("year"), coerce=int)

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(y, str(y)) for y in (obj.year, obj.year + 1)]


class ImportForm(forms.Form):
    file = forms.FileField(label=_("table (CSV or XLSX)"), widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}))


class ItemFilters(forms.Form):
    """Facets of the public list. A value that is not offered is dropped, not complained about."""

    q = forms.CharField(label=_("search the list"), required=False, max_length=100)
    category = forms.MultipleChoiceField(label=_("category"), required=False)
    group = forms.MultipleChoiceField(label=_("for whom"), required=False, choices=Audience.choices)
    fee = forms.MultipleChoiceField(label=_("fee"), required=False, choices=FeeTier.choices)
    buyer = forms.MultipleChoiceField(label=_("who buys"), required=False)
    price_from = MoneyFormField(label=_("price from (yuan)"), required=False)
    price_to = MoneyFormField(label=_("price to (yuan)"), required=False)

    def narrow(self, rows):
        from django.db.models import Q

        ask = getattr(self, "cleaned_data", {})
        if ask.get("q"):
            rows = rows.search(ask["q"])
        if ask.get("category"):
            rows = rows.filter(category__in=ask["category"])
        if ask.get("fee"):
            rows = rows.filter(fee_tier__in=ask["fee"])
        if ask.get("buyer"):
            rows = rows.filter(buyer__code__in=ask["buyer"])
        if ask.get("group"):
            wanted = Q()
            for code in ask["group"]:
                wanted |= Q(groups__contains=f"|{code}|")
            rows = rows.filter(wanted)
        if ask.get("price_from") is not None:
            rows = rows.filter(reference_price__gte=ask["price_from"])
        if ask.get("price_to") is not None:
            rows = rows.filter(reference_price__lte=ask["price_to"])
        return rows

    @property
    def chosen(self) -> int:
        """How many facets are set, for the folded head on phones."""
        ask = getattr(self, "cleaned_data", {})
        sums = sum(ask.get(name) is not None for name in ("price_from", "price_to"))
        return sums + sum(len(ask.get(name) or ()) for name in ("category", "group", "fee", "buyer"))
