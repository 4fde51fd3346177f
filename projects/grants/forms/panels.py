"""Forms of a panel and of the discussion."""

from django import forms
from django.utils.translation import gettext_lazy as _

from orgs.models import User

from .. import reviewers
from ..domain import panels
from ..states_applications import ApplicationState


class PanelForm(forms.Form):
    """Place, hour, who sits, and for each application its place in the order and its minutes."""

    knows, gives = True, ("seats", "slots")
    MINUTES = 10
    place = forms.CharField(label=_("Place"), max_length=160)
    starts_at = forms.DateTimeField(label=_("Day and hour"), widget=forms.DateTimeInput)
    seats = forms.ModelMultipleChoiceField(
        label=_("Who sits"), queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever has a tie to an applicant of this round, or declared one, is not offered."),
    )  # fmt: skip

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seats"].queryset = reviewers.may_sit(obj.round)
        known = {slot.application_id: slot for slot in obj.slots.all()} if obj.pk else {}
        if obj.pk:
            self.fields["place"].initial, self.fields["starts_at"].initial = obj.place, obj.starts_at
            self.fields["seats"].initial = list(obj.seats.values_list("user_id", flat=True))
        rows = obj.round.applications.filter(state=ApplicationState.ACCEPTED).order_by("mark").defer("content", "draft")
        self.applications = list(rows)
        for number, application in enumerate(self.applications, 1):
            title, slot = {"mark": application.mark, "title": application.title}, known.get(application.pk)
            self.fields[f"position_{application.pk}"] = forms.IntegerField(
                label=_("%(mark)s “%(title)s”: place in the order") % title, min_value=1, max_value=999, initial=slot.position if slot else number,
            )  # fmt: skip
            self.fields[f"minutes_{application.pk}"] = forms.IntegerField(
                label=_("%(mark)s “%(title)s”: minutes") % title, min_value=panels.SHORTEST, max_value=panels.LONGEST,
                initial=slot.minutes if slot else self.MINUTES,
            )  # fmt: skip

    def clean(self):
        data = super().clean()
        if self.errors:
            return data
        order = sorted(self.applications, key=lambda a: (data[f"position_{a.pk}"], a.mark))
        slots = [(application, data[f"minutes_{application.pk}"]) for application in order]
        return {"place": data["place"], "starts_at": data["starts_at"], "seats": data["seats"], "slots": slots}


class MinutesForm(forms.Form):
    """What was said in general, and of each application."""

    knows, gives = True, ("records",)
    minutes = forms.CharField(label=_("Minutes in general"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 6}), help_text=_("Read by those who sat and by the reviewers."))  # fmt: skip

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["minutes"].initial = obj.minutes
        self.slots = list(obj.slots.select_related("application"))
        for slot in self.slots:
            self.fields[f"record_{slot.pk}"] = forms.CharField(
                label=f"{slot.application.mark} · {slot.application.title}", required=False, max_length=5000, initial=slot.record,
                widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Read by its applicant too."),
            )  # fmt: skip

    def clean(self):
        data = super().clean()
        records = {slot.pk: data.get(f"record_{slot.pk}", "") for slot in self.slots}
        return {"minutes": data.get("minutes", ""), "records": records}


class RemarkForm(forms.Form):
    text = forms.CharField(
        label=_("To the others who scored it"), max_length=3000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The applicant never reads it. Please do not name who you think applies."),
    )  # fmt: skip
