"""Forms of outcomes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.core.faces import ReasonForm


class EditForm(forms.Form):
    """Title, story, people, one figure per indicator."""

    knows = True
    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=160)
    title_en = forms.CharField(label=_("Title in English"), max_length=240, required=False)
    story_zh = forms.CharField(
        label=_("What came of it, in Chinese"), max_length=5000, widget=forms.Textarea(attrs={"rows": 6})
    )
    story_en = forms.CharField(
        label=_("What came of it, in English"),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    people_served = forms.IntegerField(label=_("People served"), min_value=0, max_value=10_000_000, required=False)
    measured_on = forms.DateField(
        label=_("Measured on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args, obj, actor, **kwargs):
        initial = {
            n: getattr(obj, n) for n in ("title_zh", "title_en", "story_zh", "story_en", "people_served", "measured_on")
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.indicators = list(obj.indicators.all())
        for indicator in self.indicators:
            self.fields[f"indicator_{indicator.pk}"] = forms.DecimalField(
                label=f"{indicator.name} ({indicator.unit})" if indicator.unit else indicator.name,
                help_text=_("Target: %(target)s")
                % {"target": "–" if indicator.target is None else f"{indicator.target.normalize():f}"},
                initial=indicator.actual,
                min_value=0,
                max_digits=12,
                decimal_places=2,
                required=False,
            )

    def clean(self):
        data = super().clean()
        actuals = {i.key: data.pop(f"indicator_{i.pk}", None) for i in self.indicators}
        return data | {"actuals": actuals}


class PictureForm(forms.Form):
    """A picture and what it shows, in words."""

    picture = forms.FileField(
        label=_("Picture"), widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})
    )
    alt_zh = forms.CharField(label=_("What the picture shows, in Chinese"), max_length=200)
    alt_en = forms.CharField(label=_("What the picture shows, in English"), max_length=300, required=False)


class RemovePictureForm(forms.Form):
    """Which picture goes; named by what it shows."""

    knows = True
    picture = forms.ModelChoiceField(None, label=_("Picture"), widget=forms.RadioSelect, empty_label=None)

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["picture"].queryset = obj.pictures.select_related("file")
        self.fields["picture"].label_from_instance = lambda picture: f"{picture.alt} ({picture.file.name})"


__all__ = ["EditForm", "PictureForm", "ReasonForm", "RemovePictureForm"]
