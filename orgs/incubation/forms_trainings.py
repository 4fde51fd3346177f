"""Forms of trainings, taking part, and hubs."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from orgs.formparts import OfObject, Pick, day, line, moment, text
from orgs.models import Office, Organisation, User

from . import quarters


class TrainingForm(OfObject):
    title_zh = line(_("Title in Chinese"), 120, required=True)
    title_en = line(_("Title in English"), 160)
    starts = moment(_("Begins"))
    ends = moment(_("Ends"))
    hours = forms.DecimalField(
        label=_("Hours for the certificate"), min_value=Decimal("0.5"), max_value=99, max_digits=4, decimal_places=1
    )
    places = forms.IntegerField(label=pgettext_lazy("training", "Places"), min_value=1, max_value=2000)
    where_zh = line(_("Where, in Chinese"), 160, required=True)
    where_en = line(_("Where, in English"), 200)
    trainer_zh = line(_("Given by, in Chinese"), 120)
    trainer_en = line(_("Given by, in English"), 160)
    about_zh = text(_("Contents in Chinese"))
    about_en = text(_("Contents in English"))


class EnrolForm(forms.Form):
    """For which of one's organisations one takes part; or for oneself."""

    organisation = Pick(
        Organisation.objects.none(), label=_("For the organisation"), required=False, empty_label=_("for myself")
    )

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        mine = Organisation.objects.filter(pk__in=actor.bodies("organisation")).order_by("name_zh")
        self.fields["organisation"].queryset = mine
        if len(mine) == 1:
            self.fields["organisation"].initial = mine[0].pk


class EnrolSomebodyForm(forms.Form):
    """Staff enrols somebody who has an account."""

    person = forms.EmailField(
        label=_("E-mail of the person"), help_text=_("The person needs an account on the portal with this address.")
    )
    organisation = Pick(
        Organisation.objects.listed().order_by("name_zh"),
        label=_("For the organisation"),
        required=False,
        empty_label=_("for nobody"),
    )

    def clean_person(self):
        user = User.objects.filter(email__iexact=self.cleaned_data["person"], is_active=True).first()
        if user is None:
            raise forms.ValidationError(
                _("Nobody has an account with this address. Please ask the person to open one.")
            )
        return user


class RateForm(OfObject):
    stars = forms.TypedChoiceField(
        label=_("How useful was it?"),
        choices=[(n, str(n)) for n in range(5, 0, -1)],
        coerce=int,
        help_text=_("5 is best."),
        widget=forms.RadioSelect,
    )
    feedback = text(_("What would you change?"), help_text=_("Read by the centre's staff only."))


class CareForm(forms.Form):
    organisation = Pick(Organisation.objects.listed().order_by("name_zh"), label=_("Organisation to look after"))
    what_zh = line(_("In what, in Chinese"), 200, required=True)
    what_en = line(_("In what, in English"), 240)


class ReportForm(forms.Form):
    quarter = forms.ChoiceField(label=_("Quarter"))
    hours = forms.IntegerField(label=pgettext_lazy("incubation", "Hours"), min_value=0, max_value=2000)
    text = text(_("What was done"), required=True, help_text=_("Everybody can read this."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["quarter"].choices = [(q, q) for q in quarters.choices(back=5)]


class FunctionForm(forms.Form):
    office = Pick(Office.objects.none(), label=_("Handed over by"), empty_label=None)
    name_zh = line(_("Function in Chinese"), 160, required=True)
    name_en = line(_("Function in English"), 200)
    since = day(_("Since"), required=False, help_text=_("Today when left empty."))

    def __init__(self, *args, offices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices
