"""Forms of the people who keep the standards of growth."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from orgs.formparts import OfObject, Pick, day, line, text
from orgs.kinds import IncubationStage

from .kinds import Aspect, Measure
from .models import MaturityQuestion


class ReviseForm(forms.Form):
    version = forms.RegexField(r"^[0-9A-Za-z.-]+$", label=_("version"), max_length=20, help_text=_("Such as 2027.1."))
    valid_from = day(_("in force from"))


class ChangeForm(OfObject):
    source = line(_("source"), 300, required=True, help_text=_("The law or decision, with its number and date."))
    valid_from = day(_("in force from"))
    note_zh = text(_("note in Chinese"))
    note_en = text(_("note in English"))


class CriterionForm(forms.Form):
    stage = forms.ChoiceField(label=_("Stage"), choices=IncubationStage.choices)
    measure = forms.ChoiceField(label=_("measure"), choices=Measure.choices)
    at_least = forms.DecimalField(
        label=_("At least"), min_value=Decimal("0.1"), max_value=1000, decimal_places=1, required=False,
        help_text=_("Left empty, the stage does not ask for this. A mean has one decimal place, everything else is counted in whole numbers."),
    )  # fmt: skip

    def clean(self):
        """The mean of the maturity form in tenths, as it is kept."""
        data = super().clean()
        number, measure = data.get("at_least"), data.get("measure")
        if number is None or measure is None:
            return data
        if measure == Measure.MATURITY:
            number *= 10
        elif number != number.to_integral_value():
            self.add_error("at_least", _("Please enter a whole number."))
            return data
        return data | {"at_least": int(number)}


class SentenceForm(forms.Form):
    aspect = forms.ChoiceField(label=_("aspect"), choices=Aspect.choices)
    text_zh = line(_("sentence in Chinese"), 200, required=True)
    text_en = line(_("sentence in English"), 240)


class _OfDraft(OfObject):
    sentence = Pick(MaturityQuestion.objects.none(), label=_("sentence"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sentence"].queryset = self.obj.sentences.all()


class ChangeSentenceForm(_OfDraft):
    """Which one, and how it reads from now on."""

    aspect = forms.ChoiceField(label=_("aspect"), choices=Aspect.choices)
    text_zh = line(_("new wording in Chinese"), 200, required=True)
    text_en = line(_("new wording in English"), 240)


class RemoveSentenceForm(_OfDraft):
    """Which one."""
