"""Forms of the contracts room."""

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.core.faces import ReasonForm
from marketplace.core.files import files_of
from marketplace.core.money import MoneyFormField
from marketplace.tenders.states import EvidenceKind

from .rules import ATTENDANCE_MISSING, FILES_MISSING, INDICATORS_MISSING, unmeasured
from .states import Degree


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs):
        super().__init__(format="%Y-%m-%d", **kwargs)


class EditForm(forms.Form):
    """Dates and text of a contract's draft."""

    knows = True
    starts = forms.DateField(label=_("Starts on"), widget=DateInput())
    ends = forms.DateField(label=_("Ends on"), widget=DateInput())
    text_zh = forms.CharField(label=_("Text in Chinese"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 10}))
    text_en = forms.CharField(
        label=_("Text in English"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )

    def __init__(self, *args, obj, actor, **kwargs):
        initial = {name: getattr(obj, name) for name in ("starts", "ends", "text_zh", "text_en")}
        super().__init__(*args, initial=initial, **kwargs)

    def clean(self):
        data = super().clean()
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", _("The end must lie after the start."))
        return data


class SeveralFiles(forms.FileField):
    """Any number of files in one control."""

    class Input(forms.ClearableFileInput):
        allow_multiple_selected = True

    def __init__(self, **kwargs):
        super().__init__(widget=self.Input(), **kwargs)

    def clean(self, data, initial=None):
        if not data:
            if self.required:
                raise forms.ValidationError(self.error_messages["required"])
            return []
        return [
            super(SeveralFiles, self).clean(one, initial)
            for one in (data if isinstance(data, (list, tuple)) else [data])
        ]


class DeliverForm(forms.Form):
    """A delivery: report, people reached, one figure per indicator, evidence."""

    knows = True
    report = forms.CharField(label=_("What was done"), max_length=5000, widget=forms.Textarea(attrs={"rows": 6}))
    attendance = forms.IntegerField(label=_("People reached"), min_value=0, max_value=1_000_000, required=False)
    evidence = SeveralFiles(label=_("Evidence (attendance lists, photos, records)"), required=False)

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)
        from django.utils.translation import get_language

        language = "en" if get_language() == "en" else "zh"
        self._demand(obj)
        self.keys = []
        for row in obj.indicators:
            name = f"indicator_{row['key']}"
            self.keys.append((row["key"], name))
            unit = row.get(f"unit_{language}", "")
            self.fields[name] = forms.DecimalField(
                label=f"{row.get(f'name_{language}') or row.get('name_zh')} ({unit})"
                if unit
                else row.get(f"name_{language}"),
                help_text=_("Target: %(target)s") % {"target": row.get("target", "–")},
                min_value=0,
                max_digits=12,
                decimal_places=2,
                required=EvidenceKind.INDICATORS in obj.demands and row in unmeasured(obj),
                error_messages={"required": INDICATORS_MISSING},
            )

    def _demand(self, milestone):
        """What the milestone demands is not optional; each field says so with the verb's own sentence."""
        for name, kind, sentence, there in (
            ("evidence", EvidenceKind.FILES, FILES_MISSING, files_of(milestone).exists()),
            ("attendance", EvidenceKind.ATTENDANCE, ATTENDANCE_MISSING, False),
        ):
            self.fields[name].required = kind in milestone.demands and not there
            self.fields[name].error_messages["required"] = sentence

    def clean(self):
        data = super().clean()
        actuals = {key: data.pop(name) for key, name in self.keys if data.get(name) is not None}
        return {k: v for k, v in data.items() if not k.startswith("indicator_")} | {"actuals": actuals}


class SlipsForm(forms.Form):
    number = forms.IntegerField(label=_("How many slips"), min_value=1, max_value=200, initial=20)


class AcceptForm(forms.Form):
    reason = forms.CharField(
        label=_("Remark"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class PartForm(ReasonForm):
    amount = MoneyFormField(label=_("Amount accepted (yuan)"))
    field_order = ["amount", "reason"]


class ReturnForm(ReasonForm):
    again_by = forms.DateField(label=_("To be delivered again by"), widget=DateInput())


class OpinionForm(forms.Form):
    """Five buttons and a text."""

    degree = forms.ChoiceField(label=_("How was it?"), choices=Degree.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Anything you want to say"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Read by the office that accepts the work, not by the public. Please name nobody."),
    )
