"""Forms with which an editor builds the form of an application."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .. import formdef
from ..kinds import WITH_LIMIT, WITH_OPTIONS, FieldType

MOST_OPTIONS = 30


class TitleForm(forms.Form):
    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=120)
    title_en = forms.CharField(label=_("Title in English"), max_length=160, required=False)


class SectionForm(forms.Form):
    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=80)
    title_en = forms.CharField(label=_("Title in English"), max_length=120, required=False)
    help_zh = forms.CharField(
        label=_("Help in Chinese"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    help_en = forms.CharField(
        label=_("Help in English"), max_length=800, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class FieldForm(forms.Form):
    """One question. Options are typed one a line: Chinese | English; a line that stays keeps its key."""

    label_zh = forms.CharField(label=_("Question in Chinese"), max_length=200)
    label_en = forms.CharField(label=_("Question in English"), max_length=300, required=False)
    help_zh = forms.CharField(
        label=_("Help in Chinese"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    help_en = forms.CharField(
        label=_("Help in English"), max_length=800, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    required = forms.BooleanField(label=_("Must be answered"), required=False)
    limit = forms.IntegerField(label=_("Most characters"), min_value=1, max_value=10_000, required=False)
    least = forms.IntegerField(label=_("Least number"), min_value=0, max_value=10**9, required=False)
    most = forms.IntegerField(label=_("Greatest number"), min_value=1, max_value=10**9, required=False)
    options = forms.CharField(
        label=_("Answers to choose from"), required=False, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One a line, Chinese | English."),
    )  # fmt: skip
    when = forms.ChoiceField(label=_("Only after this answer"), required=False)

    def __init__(self, data=None, *, definition, kind, field=None):
        super().__init__(data)
        self.kind, self.field_now = kind, field or {}
        if kind not in WITH_LIMIT:
            del self.fields["limit"]
        if kind not in WITH_OPTIONS:
            del self.fields["options"]
        if kind != FieldType.NUMBER:
            del self.fields["least"]
        if kind not in (FieldType.NUMBER, FieldType.FILES):
            del self.fields["most"]
        elif kind == FieldType.FILES:
            self.fields["most"].label = _("Most files")
            self.fields["most"].max_value = formdef.MOST_FILES
        self._conditions(definition)
        for name in self.fields:
            self.fields[name].initial = self._initial(name)

    def _conditions(self, definition):
        choices = [("", _("always"))]
        for other in formdef.fields(definition):
            if other["key"] == self.field_now.get("key"):
                break
            if other["type"] in WITH_OPTIONS:
                label = formdef.said(other, "label")
                choices += [
                    (f"{other['key']}:{option['key']}", f"{label}: {formdef.option_label(option)}")
                    for option in other.get("options", [])
                ]
        self.fields["when"].choices = choices

    def _initial(self, name):
        if name == "options":
            return "\n".join(
                f"{o['zh']} | {o['en']}" if o.get("en") else o["zh"] for o in self.field_now.get("options", [])
            )
        if name == "when":
            when = self.field_now.get("when")
            return f"{when['field']}:{when['is'][0]}" if when else ""
        return self.field_now.get(name, "")

    def clean_options(self):
        lines = [line.strip() for line in self.cleaned_data["options"].splitlines() if line.strip()]
        if len(lines) > MOST_OPTIONS:
            raise forms.ValidationError(_("At most %(most)s answers."), params={"most": MOST_OPTIONS})
        known = {option["zh"]: option["key"] for option in self.field_now.get("options", [])}
        used, rows = set(known.values()), []
        for line in lines:
            zh, _bar, en = (part.strip() for part in line.partition("|"))
            key = known.get(zh) or next(f"a{n}" for n in range(1, 999) if f"a{n}" not in used)
            used.add(key)
            rows.append({"key": key, "zh": zh, "en": en})
        return rows

    def clean(self):
        data = super().clean()
        if data.get("least") is not None and data.get("most") is not None and data["least"] > data["most"]:
            self.add_error("most", _("The greatest number must not be less than the least."))
        return data

    def values(self) -> dict:
        """The field as it stands in a definition, without its key."""
        data = dict(self.cleaned_data)
        when = data.pop("when", "")
        values = {"type": self.kind} | {key: value for key, value in data.items() if value not in (None, "")}
        if when:
            field, _colon, option = when.partition(":")
            values["when"] = {"field": field, "is": [option]}
        return values
