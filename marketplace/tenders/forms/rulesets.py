"""Forms of the people who keep rule sets."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Procedure
from ..procedures import SWITCHES
from ..states import DayKind


def _day(label):
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))


class ReviseRulesForm(forms.Form):
    version = forms.RegexField(r"^[0-9A-Za-z.-]+$", label=_("version"), max_length=20, help_text=_("Such as 2027.1."))
    valid_from = _day(_("in force from"))


class ChangeRulesForm(forms.Form):
    knows = True
    name_zh = forms.CharField(label=_("name in Chinese"), max_length=200)
    name_en = forms.CharField(label=_("name in English"), max_length=250)
    source = forms.CharField(
        label=_("source"), max_length=300, help_text=_("The law or decision, with its number and date.")
    )
    valid_from = _day(_("in force from"))
    note_zh = forms.CharField(label=_("note in Chinese"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    note_en = forms.CharField(label=_("note in English"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, obj=None, actor=None, **kwargs):
        super().__init__(*args, initial={name: getattr(obj, name) for name in self.base_fields}, **kwargs)


class SetRuleForm(forms.Form):
    knows = True
    procedure = forms.ModelChoiceField(Procedure.objects.none(), label=_("procedure"), empty_label=None)
    key = forms.ChoiceField(label=_("rule"), choices=list(SWITCHES.items()))
    value = forms.CharField(label=_("new value"), max_length=40, required=False, help_text=_("A number, a share such as 0.60 or 2/3, or a sum in yuan. Rules that only apply keep their value."))  # fmt: skip
    days = forms.ChoiceField(label=_("counted in"), choices=[("", "–"), *DayKind.choices], required=False)
    clause_zh = forms.CharField(label=_("clause in Chinese"), max_length=200)
    clause_en = forms.CharField(label=_("clause in English"), max_length=200, required=False)
    local = forms.BooleanField(label=_("chosen locally"), required=False)

    def __init__(self, *args, obj=None, actor=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["procedure"].queryset = obj.procedures.order_by("code")
