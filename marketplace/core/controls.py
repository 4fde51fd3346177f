"""How a form field is drawn: which control, with which attributes. One place for all widgets of Django."""

from dataclasses import dataclass, field

from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import gettext as _

from . import words
from .money import MoneyFormField, yuan

LONG = 24  # characters: what does not fit beside another option
DASHES = BLANK_CHOICE_DASH[0][1]  # what Django writes where nothing is chosen yet


@dataclass(frozen=True)
class Control:
    """What `parts/field.html` draws.

    kind: "input", "tick", "group" (radio or several ticks, in a fieldset), "money", "drop", "hidden".
    html: the control itself (not for "group"); options: [(group label, [subwidget, ...])] of a "group"; long: one of them is a whole sentence and wants a line of its own.
    unit: what stands behind the number; spoken: a sum in capital characters.
    """

    kind: str
    html: str = ""
    options: list = field(default_factory=list)
    long: bool = False
    unit: str = ""
    spoken: str = ""


def control(bound) -> Control:
    """Dress a bound field. Label, hint and errors are the template's; ids are `<id>-h` and `<id>-e`."""
    widget, attrs = bound.field.widget, describe(bound)
    if bound.is_hidden:
        return Control("hidden", str(bound))
    if isinstance(widget, forms.CheckboxInput):
        return Control("tick", bound.as_widget(attrs=attrs))
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        options = _grouped(bound, attrs)
        long = any(len(str(option.choice_label)) > LONG for _label, found in options for option in found)
        return Control("group", options=options, long=long)
    if isinstance(widget, forms.FileInput):
        return Control("drop", bound.as_widget(attrs=attrs))
    _calendar(widget)
    if isinstance(widget, forms.Select):
        nothing = _("Please choose") if bound.field.required else "–"
        widget.choices = [(value, nothing if str(label) == DASHES else label) for value, label in widget.choices]
    if isinstance(widget, forms.NumberInput):
        # Typed as text: a browser's number box swallows what it cannot read (full-width digits, "七成").
        widget.input_type = "text"
        attrs["inputmode"] = "numeric" if isinstance(bound.field, forms.IntegerField) else "decimal"
        for name in ("step", "min", "max"):
            widget.attrs.pop(name, None)
    if isinstance(widget, forms.Textarea) and widget.attrs.get("rows") == "10":  # Django's own default is a page
        attrs["rows"] = "4"
    attrs["class"] = f"input {widget.attrs.get('class', '').replace('input', '').strip()}".strip()
    html = bound.as_widget(attrs=attrs)
    if isinstance(bound.field, MoneyFormField):
        return Control("money", html, unit=_("yuan"), spoken=_spoken(bound))
    unit = getattr(bound.field, "unit", "")
    return Control("money" if unit else "input", html, unit=unit)


def describe(bound) -> dict:
    """aria-describedby to hint and error, aria-invalid where there is one."""
    ids, base = [], bound.id_for_label or bound.auto_id
    if bound.help_text:
        ids.append(f"{base}-h")
    if bound.errors:
        ids.append(f"{base}-e")
    attrs = {"aria-describedby": " ".join(ids)} if ids else {"aria-describedby": None}
    attrs["aria-invalid"] = "true" if bound.errors else None
    return {key: value for key, value in attrs.items() if value is not None}


def _calendar(widget):
    """Dates are typed into the browser's own calendar, which wants ISO."""
    if isinstance(widget, forms.DateTimeInput):
        widget.input_type, widget.format = "datetime-local", "%Y-%m-%dT%H:%M"
    elif isinstance(widget, forms.DateInput):
        widget.input_type, widget.format = "date", "%Y-%m-%d"
    elif isinstance(widget, forms.TimeInput):
        widget.input_type, widget.format = "time", "%H:%M"


def _grouped(bound, attrs) -> list:
    """Options under their group labels, in order."""
    groups, by_label = [], {}
    labels = {}
    for option in bound.field.choices if hasattr(bound.field, "choices") else ():
        if isinstance(option[1], (list, tuple)):
            labels.update({str(value): option[0] for value, _label in option[1]})
    for option in bound.subwidgets:
        option.data["attrs"] = {**option.data["attrs"], **attrs}
        label = labels.get(str(option.data["value"]), "")
        if label not in by_label:
            by_label[label] = []
            groups.append((label, by_label[label]))
        by_label[label].append(option)
    return groups


def _spoken(bound) -> str:
    value = bound.value()
    if value in (None, "") or bound.errors:
        return ""
    try:
        return words.capitals(yuan(bound.field.to_python(value)))
    except (ValueError, forms.ValidationError):
        return ""
