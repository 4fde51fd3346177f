"""Forms of the roster."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core import clock
from orgs.formparts import OfObject, Pick, Words, day, line, text
from orgs.models import Office, Organisation, User

from .kinds import ExpertKind, Field, TieKind, unpack
from .states import ExpertState

MARKS = [(n, str(n)) for n in range(5, 0, -1)]


def _organisation(label, **more):
    return Pick(Organisation.objects.ever_verified().order_by("name_zh"), label=label, **more)


class ExpertForm(OfObject):
    """Particulars of an expert."""

    kind = forms.ChoiceField(label=_("Theory or practice"), choices=ExpertKind.choices, widget=forms.RadioSelect)
    fields_ = forms.MultipleChoiceField(
        label=pgettext_lazy("experts", "Fields"), choices=Field.choices, widget=forms.CheckboxSelectMultiple
    )
    reviews = forms.BooleanField(label=_("reviews bids and applications"), required=False, initial=True)
    mentors = forms.BooleanField(label=_("mentors organisations"), required=False)
    limit = forms.IntegerField(label=_("Most tasks at a time"), min_value=1, max_value=200, initial=10)
    unit_zh = line(
        _("Unit in Chinese"), 120, required=True, help_text=_("Where the person works; “none” where nowhere.")
    )
    unit_en = line(_("Unit in English"), 160)
    unit_organisation = _organisation(
        _("Unit in the register"), required=False, empty_label=_("not in the register"),
        help_text=_("Where the unit is an organisation of the register: it is never judged by this person."),
    )  # fmt: skip
    title_zh = line(_("Title in Chinese"), 80)
    title_en = line(_("Title in English"), 120)
    about_zh = text(_("Experience in Chinese"))
    about_en = text(_("Experience in English"))

    def __init__(self, *args, obj=None, **kwargs):
        super().__init__(*args, obj=obj, **kwargs)
        if obj is not None:
            self.initial["fields_"] = unpack(obj.fields)

    def clean(self):
        """`fields` is a name that forms keep for themselves."""
        data = super().clean()
        if "fields_" in data:
            data["fields"] = data.pop("fields_")
        if not self.errors and not (data.get("reviews") or data.get("mentors")):
            self.add_error("reviews", _("Say at least one of the two: reviewing or mentoring."))
        return data


class OfferForm(ExpertForm):
    """Oneself, to an office."""

    field_order = ("office",)
    office = Pick(Office.objects.none(), label=_("Office"), empty_label=None)

    def __init__(self, *args, offices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices


class EnterForm(OfferForm):
    """Somebody who has an account."""

    field_order = ("office", "person")
    person = forms.EmailField(
        label=_("E-mail of the person"), help_text=_("The person needs an account on the portal with this address.")
    )

    def clean_person(self):
        user = User.objects.filter(email__iexact=self.cleaned_data["person"], is_active=True).first()
        if user is None:
            raise forms.ValidationError(
                _("Nobody has an account with this address. Please ask the person to open one.")
            )
        return user


class PostForm(forms.Form):
    employer = line(_("Employer"), 120, required=True)
    organisation = _organisation(_("Employer in the register"), required=False, empty_label=_("not in the register"))
    first_day = day(_("First day"))
    last_day = day(_("Last day"), required=False, help_text=_("Empty where the person still works there."))


class TieForm(forms.Form):
    organisation = _organisation(_("Organisation"))
    kind = forms.ChoiceField(label=_("What ties you"), choices=TieKind.choices)
    note = line(pgettext_lazy("experts", "Note"), 200, help_text=_("Read by the office only."))
    since = day(_("Since"), required=False, help_text=_("Today when left empty."))


class EndTieForm(OfObject):
    tie = Pick(None, label=_("Tie"), empty_label=None)
    until = day(_("Until"), initial=clock.today)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tie"].queryset = self.obj.ties.on(clock.today()).select_related("organisation")


class AwayForm(forms.Form):
    first_day = day(_("First day"))
    last_day = day(_("Last day"))


class RemoveAwayForm(OfObject):
    away = Pick(None, label=_("Days away"), empty_label=None)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["away"].queryset = self.obj.aways.ahead(clock.today())


class AppraiseForm(forms.Form):
    about = line(_("Which task"), 120, required=True)
    quality = forms.TypedChoiceField(label=_("Quality"), choices=MARKS, coerce=int, help_text=_("5 is best."))
    punctuality = forms.TypedChoiceField(label=_("Punctuality"), choices=MARKS, coerce=int)
    comment = text(_("Comment"), help_text=_("A mark of 1 or 2 needs a reason."))


ANY = [("", _("all"))]


class RosterFilters(forms.Form):
    """GET filters of the roster."""

    q = Words()
    field = forms.ChoiceField(label=pgettext_lazy("experts", "Field"), required=False, choices=[*ANY, *Field.choices])
    serves = forms.ChoiceField(
        label=_("Serves as"), required=False,
        choices=[*ANY, ("reviews", pgettext_lazy("expert", "reviewer")), ("mentors", pgettext_lazy("expert", "mentor"))],
    )  # fmt: skip
    state = forms.ChoiceField(label=_("State"), required=False, choices=[*ANY, *ExpertState.choices])
    free = forms.BooleanField(label=_("may be asked today"), required=False)

    def narrow(self, rows):
        chosen = self.cleaned_data if hasattr(self, "cleaned_data") else {}
        if chosen.get("q"):
            rows = rows.matching(chosen["q"])
        if chosen.get("field"):
            rows = rows.of_field(chosen["field"])
        if chosen.get("serves"):
            rows = rows.filter(**{chosen["serves"]: True})
        if chosen.get("state"):
            rows = rows.filter(state=chosen["state"])
        return rows.available() if chosen.get("free") else rows


class CheckForm(forms.Form):
    """Which organisation an expert is held against."""

    organisation = Pick(
        Organisation.objects.ever_verified().order_by("name_zh"), label=_("Organisation"), to_field_name="code",
        empty_label=_("Please choose"),
    )  # fmt: skip
