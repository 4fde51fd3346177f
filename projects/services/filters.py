"""Filters of the public lists, and a position in degrees."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from orgs.models import Community, Office

from .fields import Pick
from .hours import DAYS, WHEN, coming
from .kinds import Channel, Mode, StationKind
from .models import Category, Service, Station
from .states import KeptState, PlaceState

OPEN_WHEN = [
    ("", _("at any time")), ("now", _("open now")), ("evening", _("in the evening")), ("sunday", _("on the coming Sunday")),
    ("saturday", _("on the coming Saturday")), ("holiday", _("on the coming public holiday")),
]  # fmt: skip
ANY_COMMUNITY = _("all communities")


def _plain(value):
    """PostgreSQL knows no NUL in a text."""
    return value.replace("\x00", "")


class Words(forms.CharField):
    """Words to look for, forgiving."""

    def __init__(self, **kwargs):
        super().__init__(label=_("Find"), required=False, max_length=80, **kwargs)
        self.validators = [v for v in self.validators if type(v).__name__ != "ProhibitNullCharactersValidator"]

    def to_python(self, value):
        return _plain(super().to_python(value) or "")


def communities(empty):
    return Pick(Community.objects.all(), label=_("Community"), required=False, to_field_name="code", empty_label=empty)


class StationFilters(forms.Form):
    """GET filters of places. `chosen` holds what could be read; the rest is passed over."""

    q = Words()
    community = communities(ANY_COMMUNITY)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("all kinds")), *StationKind.choices])
    open = forms.ChoiceField(label=_("Open when"), required=False, choices=OPEN_WHEN)
    step_free = forms.BooleanField(label=_("step-free entrance"), required=False)
    view = forms.ChoiceField(choices=[("", ""), ("map", "")], required=False, widget=forms.HiddenInput)

    @property
    def chosen(self) -> dict:
        return getattr(self, "cleaned_data", {})


class ServiceFilters(forms.Form):
    """GET filters of services."""

    q = Words()
    category = Pick(
        Category.objects.filter(state=KeptState.USED), label=_("Category"), required=False, to_field_name="code",
        empty_label=_("all categories"),
    )  # fmt: skip
    department = Pick(
        Office.objects.none(), label=_("Department"), required=False, to_field_name="code",
        empty_label=_("all departments"),
    )  # fmt: skip
    channel = forms.ChoiceField(
        label=_("How to ask"), required=False, choices=[("", _("in any way")), *Channel.choices]
    )
    mode = forms.ChoiceField(
        label=_("How one is served"), required=False, choices=[("", _("in any way")), *Mode.choices]
    )
    open = forms.ChoiceField(
        label=_("Can be done when"),
        required=False,
        choices=[(value, label) for value, label in OPEN_WHEN if value in ("", *DAYS)],
    )
    on_holidays = forms.BooleanField(label=_("also on public holidays"), required=False)
    on_the_spot = forms.BooleanField(label=_("done on the spot"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Office.objects.filter(
            pk__in=Service.objects.filter(state=PlaceState.LISTED).values("department")
        )

    @cached_property
    def day(self):
        """The coming day that was asked for (`hours.Coming`), or None."""
        when = getattr(self, "cleaned_data", {}).get("open")
        return coming(when, list(Station.objects.listed().with_hours())) if when else None

    def narrow(self, rows):
        data = getattr(self, "cleaned_data", {})
        if data.get("q"):
            rows = rows.search(data["q"])
        for name in ("category", "department"):
            if data.get(name):
                rows = rows.filter(**{name: data[name]})
        if data.get("channel"):
            rows = rows.filter(channels__contains=f"|{data['channel']}|")
        if data.get("mode"):
            rows = rows.filter(modes__contains=f"|{data['mode']}|")
        if data.get("open"):
            rows = rows.on(self.day)
        if data.get("on_holidays"):
            rows = rows.filter(on_holidays=True)
        return rows.filter(time_limit=0) if data.get("on_the_spot") else rows


class PositionForm(forms.Form):
    """A position in degrees (WGS 84), used for this one answer only."""

    lat = forms.FloatField(label=_("Latitude"), min_value=-90, max_value=90)
    lon = forms.FloatField(label=_("Longitude"), min_value=-180, max_value=180)
    open = forms.ChoiceField(choices=[("", ""), *((value, "") for value in WHEN)], required=False)
