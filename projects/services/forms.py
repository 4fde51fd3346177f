"""Forms of the directory: what editors fill in."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from marketplace.catalogue.states import FeeTier
from marketplace.core import clock
from marketplace.core.money import ZERO, MoneyFormField
from orgs.models import Community, Office, Organisation

from .fields import Pick, PickMany
from .kinds import Channel, Mode, Period, StationKind, Weekday, unpack
from .models import Category, Service, Station
from .states import KeptState, PlaceState


# ---- what editors fill in ----------------------------------------------------------------------
def _line(label, length, *, required=False):
    return forms.CharField(
        label=label, max_length=length, required=required,
        validators=[RegexValidator(r"[\r\n\t\x00-\x1f]", _("Please write this in one line."), inverse_match=True)],
    )  # fmt: skip


def _text(label):
    return forms.CharField(label=label, max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}))


def _day(label, **kwargs):
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


def _time(label, **kwargs):
    return forms.TimeField(label=label, widget=forms.TimeInput(format="%H:%M"), **kwargs)


CODE = RegexValidator(
    r"^(?=.*[0-9])[A-Za-z0-9_-]+$", _("A code has letters, digits and dashes only, and at least one digit.")
)


class OfObject(forms.Form):
    """Starts with what the object has. STANDING: fields that offer what is valid today, and what was chosen before."""

    knows = True
    STANDING = ()

    def __init__(self, *args, obj=None, actor=None, **kwargs):
        if obj is not None:
            columns = {field.name for field in obj._meta.concrete_fields}
            kwargs.setdefault("initial", {name: getattr(obj, name) for name in self.base_fields if name in columns})
        super().__init__(*args, **kwargs)
        self.obj, self.actor = obj, actor
        for name in self.STANDING:
            rows = self.fields[name].queryset.model.objects
            self.fields[name].queryset = rows.standing(beside=getattr(obj, f"{name}_id", None))


class StationForm(OfObject):
    """Particulars of a place."""

    STANDING = ("community",)

    name_zh = _line(_("Name in Chinese"), 120, required=True)
    name_en = _line(_("Name in English"), 160)
    kind = forms.ChoiceField(label=_("Kind"), choices=StationKind.choices)
    community = Pick(Community.objects.all(), label=_("Community"))
    operator = Pick(
        Organisation.objects.listed(), label=_("Run by"), required=False, empty_label=_("the community itself")
    )
    address_zh = _line(_("Address in Chinese"), 200, required=True)
    address_en = _line(_("Address in English"), 240)
    lat = forms.FloatField(
        label=_("Latitude"), min_value=-90, max_value=90, help_text=_("In degrees (WGS 84), for example 30.6856.")
    )
    lon = forms.FloatField(label=_("Longitude"), min_value=-180, max_value=180)
    phone = forms.CharField(
        label=_("Telephone of the place"), required=False, max_length=30,
        validators=[RegexValidator(r"^[0-9+() -]+$", _("Digits, spaces, brackets, plus and dashes only."))],
    )  # fmt: skip
    windows = forms.IntegerField(label=_("Service windows"), required=False, min_value=0, max_value=500)
    floor_area = forms.IntegerField(
        label=_("Floor area in square metres"), required=False, min_value=0, max_value=1_000_000
    )
    step_free = forms.NullBooleanField(label=_("Step-free entrance"), required=False)
    note_zh = _text(_("Note in Chinese"))
    note_en = _text(_("Note in English"))


class NewStationForm(StationForm):
    """A place that is not there yet: code and office first."""

    field_order = ("office", "code")
    office = Pick(Office.objects.none(), label=_("Office in charge"))
    code = forms.CharField(label=_("Code"), max_length=20, validators=[CODE])

    def __init__(self, *args, offices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices


class HoursForm(forms.Form):
    """Weekly hours from a day on."""

    period = forms.ChoiceField(label=_("Kind of hours"), choices=Period.choices)
    weekdays = forms.MultipleChoiceField(
        label=_("Days of the week"), choices=Weekday.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Not needed for public holidays."),
    )  # fmt: skip
    opens = _time(_("Opens at"))
    closes = _time(_("Closes at"))
    valid_from = _day(_("Valid from"), required=False, help_text=_("Today when left empty."))
    valid_to = _day(_("Valid to"), required=False, help_text=_("Until further notice when left empty."))

    def clean_weekdays(self):
        return "".join(sorted(self.cleaned_data["weekdays"]))


class EndHoursForm(OfObject):
    hours = Pick(None, label=_("Hours"), empty_label=None)
    last_day = _day(_("Last day on which they hold"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["hours"].queryset = self.obj.hours.running(clock.today())


class SpecialForm(forms.Form):
    """Days on which it is closed or open at other times."""

    first_day = _day(_("First day"))
    last_day = _day(_("Last day"))
    opens = _time(_("Opens at"), required=False, help_text=_("Leave both times empty where it is closed."))
    closes = _time(_("Closes at"), required=False)
    reason_zh = _line(_("Reason in Chinese"), 200, required=True)
    reason_en = _line(_("Reason in English"), 240)


class RemoveSpecialForm(OfObject):
    special = Pick(None, label=_("Days with other hours"), empty_label=None)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["special"].queryset = self.obj.specials.ahead(clock.today())


class PublishForm(forms.Form):
    valid_from = _day(_("In service from"), required=False, help_text=_("Today when left empty."))


class ServiceForm(OfObject):
    """Particulars of a service."""

    STANDING = ("department",)

    name_zh = _line(_("Name in Chinese"), 120, required=True)
    name_en = _line(_("Name in English"), 200)
    category = Pick(Category.objects.filter(state=KeptState.USED), label=_("Category"))
    department = Pick(Office.objects.all(), label=_("Department"))
    channels = forms.MultipleChoiceField(
        label=_("How to ask"), choices=Channel.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    modes = forms.MultipleChoiceField(
        label=_("How one is served"), choices=Mode.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    papers_zh = _text(_("Papers needed, in Chinese, one a line"))
    papers_en = _text(_("Papers needed, in English, one a line"))
    time_limit = forms.IntegerField(
        label=_("Time limit in working days"),
        min_value=0,
        max_value=365,
        help_text=_("0 where it is done on the spot."),
    )
    fee_tier = forms.ChoiceField(label=_("Fee tier"), choices=FeeTier.choices)
    fee = MoneyFormField(label=_("Fee"), required=False)
    fee_note_zh = _line(_("Note on the fee in Chinese"), 200)
    fee_note_en = _line(_("Note on the fee in English"), 240)
    on_holidays = forms.BooleanField(label=_("also on public holidays"), required=False)
    guide_url = forms.CharField(
        label=_("Address of a guide"), required=False, max_length=300,
        help_text=_("A page of this portal (/…) or an address that begins with https://."),
        validators=[RegexValidator(r"^(/(?![/\\])|https://)\S+$", _("It begins with / or https:// and has no spaces."))],
    )  # fmt: skip

    def __init__(self, *args, obj=None, **kwargs):
        super().__init__(*args, obj=obj, **kwargs)
        if obj is not None:
            self.initial |= {"channels": unpack(obj.channels), "modes": unpack(obj.modes)}

    def clean_fee(self):
        return self.cleaned_data["fee"] or ZERO

    def clean(self):
        data = super().clean()
        if data.get("fee_tier") == FeeTier.FREE and data.get("fee"):
            self.add_error("fee", _("A service free of charge has no fee."))
        return data


class NewServiceForm(ServiceForm):
    field_order = ("office", "code")
    office = Pick(Office.objects.none(), label=_("Office in charge"))
    code = forms.CharField(label=_("Code"), max_length=20, validators=[CODE])

    def __init__(self, *args, offices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices


class StationsForm(OfObject):
    stations = PickMany(
        Station.objects.exclude(state=PlaceState.ENDED), label=_("Where it is given"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args, obj=None, actor=None, **kwargs):
        super().__init__(*args, obj=obj, actor=actor, initial={"stations": obj.stations.all()}, **kwargs)


class CategoryForm(OfObject):
    name_zh = _line(_("Name in Chinese"), 120, required=True)
    name_en = _line(_("Name in English"), 160)
    position = forms.IntegerField(label=_("Position"), min_value=0, max_value=1000, initial=0)


class NewCategoryForm(CategoryForm):
    field_order = ("code",)
    code = forms.CharField(label=_("Code"), max_length=20, validators=[CODE])


class SetForm(OfObject):
    """Particulars of a named list, with where it comes from."""

    name_zh = _line(_("Name in Chinese"), 120, required=True)
    name_en = _line(_("Name in English"), 160)
    place_zh = _line(_("Place in Chinese"), 80)
    place_en = _line(_("Place in English"), 80)
    stated = forms.IntegerField(label=_("Number stated"), min_value=1, max_value=10_000)
    quote_zh = forms.CharField(
        label=_("Words of the source"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("As they stand there, in Chinese."),
    )  # fmt: skip
    provenance = forms.ChoiceField(
        label=_("Provenance"),
        choices=[("source", _("named in a source")), ("illustrative", _("made up as an example"))],
    )
    source_ref = _line(_("Source"), 40)
    position = forms.IntegerField(label=_("Position"), min_value=0, max_value=1000, initial=0)

    def clean(self):
        data = super().clean()
        if data.get("provenance") == "source" and not data.get("source_ref"):
            self.add_error("source_ref", _("Say which source names it."))
        return data


class NewSetForm(SetForm):
    field_order = ("code",)
    code = forms.CharField(label=_("Code"), max_length=20, validators=[CODE])


class MembersForm(OfObject):
    services = PickMany(
        Service.objects.exclude(state=PlaceState.ENDED), label=_("Services"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args, obj=None, actor=None, **kwargs):
        super().__init__(*args, obj=obj, actor=actor, initial={"services": obj.services.all()}, **kwargs)
