"""Fields that the rooms of organisations, experts and incubation share."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

MOST_TEXT = 4000


def line(label, most, *, required=False, **more):
    """One line of text."""
    one = RegexValidator(r"[\r\n\t\x00-\x1f]", _("Please write this in one line."), inverse_match=True)
    return forms.CharField(label=label, max_length=most, required=required, validators=[one], **more)


def text(label, *, required=False, rows=4, most=MOST_TEXT, **more):
    """Several lines of text."""
    return forms.CharField(
        label=label, max_length=most, required=required, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


def sane_year(value):
    """No database and no calendar file holds the first and the last day that a date can name."""
    if not 1900 <= value.year <= 2100:
        raise forms.ValidationError(_("Please give a year between 1900 and 2100."))


def day(label, **more):
    """A calendar day."""
    return forms.DateField(
        label=label, validators=[sane_year], widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **more
    )


def moment(label, **more):
    """A day and a time in the portal's zone."""
    return forms.DateTimeField(
        label=label, validators=[sane_year], widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"], **more,
    )  # fmt: skip


class _Sane:
    """A key no database holds (too great, with a NUL) is a wrong choice, not an error."""

    def clean(self, value):
        texts = value if isinstance(value, (list, tuple)) else [value]
        if any("\x00" in str(part) or len(str(part)) > 18 for part in texts):
            raise forms.ValidationError(
                self.default_error_messages["invalid_choice"] % {"value": "?"}, code="invalid_choice"
            )
        return super().clean(value)


class Pick(_Sane, forms.ModelChoiceField):
    """One row by its key or code."""


class PickMany(_Sane, forms.ModelMultipleChoiceField):
    """Several rows by their keys."""


class OfObject(forms.Form):
    """Starts with what the object has."""

    knows = True

    def __init__(self, *args, obj=None, actor=None, **kwargs):
        if obj is not None:
            columns = {field.name for field in obj._meta.concrete_fields}
            kwargs["initial"] = {name: getattr(obj, name) for name in self.base_fields if name in columns} | (
                kwargs.get("initial") or {}
            )
        super().__init__(*args, **kwargs)
        self.obj, self.actor = obj, actor


class Words(forms.CharField):
    """Words to look for, forgiving."""

    def __init__(self, **kwargs):
        super().__init__(label=_("Find"), required=False, max_length=80, **kwargs)
        self.validators = [v for v in self.validators if type(v).__name__ != "ProhibitNullCharactersValidator"]

    def to_python(self, value):
        return (super().to_python(value) or "").replace("\x00", "")
