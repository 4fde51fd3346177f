"""Forms of centres, groups, stays and their plans."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core import clock
from orgs.experts.models import Expert
from orgs.formparts import OfObject, Pick, Words, day, line, moment, text
from orgs.kinds import IncubationStage, OrgClass
from orgs.models import Community, Office, Organisation

from . import quarters
from .kinds import HelpKind, ResourceKind, Result
from .models import IntakeRound
from .queries import sentences_in_use
from .states import StayState

ANY = [("", _("all"))]


def communities(**more):
    return Pick(Community.objects.all(), label=_("Community"), **more)


class CentreForm(OfObject):
    name_zh = line(_("Name in Chinese"), 120, required=True)
    name_en = line(_("Name in English"), 160)
    community = communities(required=False)
    address_zh = line(_("Address in Chinese"), 200)
    address_en = line(_("Address in English"), 240)
    about_zh = text(_("What it is for, in Chinese"))
    about_en = text(_("What it is for, in English"))
    services_zh = text(_("Services in Chinese, one a line"))
    services_en = text(_("Services in English, one a line"))
    places = forms.IntegerField(label=_("Places (desks)"), min_value=0, max_value=1000)
    rolling = forms.BooleanField(label=_("takes applications at any time"), required=False)
    helps_target = forms.IntegerField(label=_("Each helps so many others afterwards"), min_value=0, max_value=50)


class NewCentreForm(CentreForm):
    field_order = ("office",)
    office = Pick(Office.objects.none(), label=_("Office"), empty_label=None)

    def __init__(self, *args, offices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices
        self.fields["helps_target"].initial = 2


class ResourceForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=ResourceKind.choices)
    name_zh = line(_("Name in Chinese"), 80, required=True)
    name_en = line(_("Name in English"), 120)


class IntakeForm(OfObject):
    title_zh = line(_("Title in Chinese"), 120, required=True)
    title_en = line(_("Title in English"), 160)
    text_zh = text(_("Who may apply, in Chinese"))
    text_en = text(_("Who may apply, in English"))
    first_day = day(_("First day"))
    last_day = day(_("Last day"))
    places = forms.IntegerField(label=pgettext_lazy("training", "Places"), min_value=1, max_value=500, initial=5)


class GroupForm(OfObject):
    name_zh = line(_("Name in Chinese"), 120, required=True)
    name_en = line(_("Name in English"), 160)
    community = communities(empty_label=None)
    org_class = forms.ChoiceField(label=_("Class"), choices=OrgClass.choices)
    members = forms.IntegerField(label=_("Members"), min_value=3, max_value=5000, initial=3)
    about_zh = text(_("What it does, in Chinese"), required=True)
    about_en = text(_("What it does, in English"))


class NewGroupForm(GroupForm):
    field_order = ("office",)
    office = Pick(Office.objects.filter(kind="STREET"), label=_("Office"), empty_label=None)


class RegisterForm(forms.Form):
    organisation = Pick(Organisation.objects.listed().order_by("name_zh"), label=_("Registered as"))


class ApplyForm(forms.Form):
    """Who applies, in which round, and why. bodies: [(key, name)] of organisations and groups for which the reader speaks."""

    body = forms.ChoiceField(label=_("Who applies"))
    intake = Pick(
        IntakeRound.objects.none(),
        label=_("Intake round"),
        required=False,
        empty_label=_("at any time, without a round"),
    )
    motive = text(_("Why it wants to come in"), required=True)
    needs = text(_("What it needs"))
    desks = forms.IntegerField(
        label=_("Desks"), min_value=0, max_value=50, initial=1, help_text=_("0 where no room is needed.")
    )

    def __init__(self, *args, centre, bodies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].choices = bodies
        self.fields["intake"].queryset = IntakeRound.objects.filter(centre=centre).open_on()
        if not centre.rolling:
            self.fields["intake"].required, self.fields["intake"].empty_label = True, _("Please choose")


class InviteForm(forms.Form):
    interview_at = moment(_("Interview on"))


class _Mentor(OfObject):
    mentor = Pick(Expert.objects.none(), label=_("Mentor"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Expert.objects.available().filter(mentors=True, office_id__in=self.obj.centre.office.led_from())
        self.fields["mentor"].queryset = rows.select_related("user").order_by("code")


class MentorForm(_Mentor):
    """Another mentor from the roster."""


class OfferForm(_Mentor):
    stage = forms.ChoiceField(
        label=_("Stage it begins in"), choices=IncubationStage.choices[:4], initial=IncubationStage.START
    )
    until = day(_("Agreed until"))
    desks = forms.IntegerField(label=_("Desks"), min_value=0, max_value=50)
    agreement = text(
        _("Agreement"),
        required=True,
        rows=8,
        help_text=_("What the centre gives and what the body promises; both sign this text."),
    )
    note = text(_("What the interview showed"), help_text=_("Read by people of the offices only."))
    field_order = ("stage", "until", "desks", "mentor", "agreement", "note")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["stage"] = IncubationStage.START  # an application stands at the first stage, whoever it is


class TakeInForm(_Mentor):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mentor"].required = False


class AdvanceForm(OfObject):
    stage = forms.ChoiceField(label=_("Stage"), choices=IncubationStage.choices, widget=forms.RadioSelect)
    exception = text(
        _("Why although a criterion is not met"),
        help_text=_("Needed only where the records do not meet the criteria; it stays on record."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        later = IncubationStage.values[IncubationStage.values.index(self.obj.stage) + 1 :]
        self.initial["stage"] = later[0] if later else ""


class ProlongForm(forms.Form):
    until = day(_("Until"))
    reason = text(_("Reason"), required=True, help_text=_("Everybody can read this."))


class PublicReasonForm(forms.Form):
    reason = text(_("Reason"), required=True, help_text=_("Everybody can read this."))


class GoalForm(forms.Form):
    text = line(_("Goal"), 300, required=True)
    due = day(_("To be reached by"))


class ReachForm(OfObject):
    goal = Pick(None, label=_("Goal"), empty_label=None)
    outcome = line(_("What came of it"), 300, required=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["goal"].queryset = self.obj.goals.filter(done_on=None)


class MeetForm(forms.Form):
    day = day(_("Day"), initial=clock.today)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=600, initial=60)
    about = text(_("What was talked about"), required=True)
    next_steps = text(_("Next steps"))


class ReviewForm(OfObject):
    quarter = forms.ChoiceField(label=_("Quarter"))
    result = forms.ChoiceField(
        label=pgettext_lazy("incubation", "Result"), choices=Result.choices, widget=forms.RadioSelect
    )
    text = text(_("Findings"), required=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        inside = quarters.quarter_of(self.obj.since or clock.today())
        self.fields["quarter"].choices = [(q, q) for q in quarters.choices(back=5) if q >= inside]
        self.fields["quarter"].initial = quarters.last_ended()


class MaturityForm(OfObject):
    """The sentences in use, each from 0 (not at all) to 4 (fully)."""

    gives = ("answers",)

    SCALE = [
        ("0", pgettext_lazy("maturity", "0 not at all")),
        ("1", "1"),
        ("2", "2"),
        ("3", "3"),
        ("4", pgettext_lazy("maturity", "4 fully")),
    ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = sentences_in_use()
        for question in self.questions:
            self.fields[f"q{question.pk}"] = forms.TypedChoiceField(
                label=str(question),
                choices=self.SCALE,
                coerce=int,
                widget=forms.RadioSelect,
            )
        self.fields["note"] = text(pgettext_lazy("incubation", "Note"))

    def clean(self):
        data = super().clean()
        if self.errors:
            return data
        return {"answers": {q.pk: data[f"q{q.pk}"] for q in self.questions}, "note": data["note"]}


class BookForm(OfObject):
    resource = Pick(None, label=_("What"), empty_label=None)
    starts = moment(_("From"))
    ends = moment(_("Until"))
    what_for = line(_("What for"), 120)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["resource"].queryset = self.obj.centre.resources.all()


class HelpForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=HelpKind.choices)
    question = text(_("Question"), required=True)


class AnswerForm(forms.Form):
    answer = text(_("Answer"), required=True)


class StayFilters(forms.Form):
    """GET filters of bodies in incubation."""

    q = Words()
    stage = forms.ChoiceField(label=_("Stage"), required=False, choices=[*ANY, *IncubationStage.choices])
    org_class = forms.ChoiceField(label=_("Class"), required=False, choices=[*ANY, *OrgClass.choices])
    state = forms.ChoiceField(
        label=_("State"), required=False,
        choices=[*ANY, *((s.value, s.label) for s in (StayState.INSIDE, StayState.GRADUATED, StayState.LEFT))],
    )  # fmt: skip
    community = Pick(
        Community.objects.all(),
        label=_("Community"),
        required=False,
        to_field_name="code",
        empty_label=_("all communities"),
    )

    def narrow(self, rows):
        from django.db.models import Q

        chosen = getattr(self, "cleaned_data", {})
        if chosen.get("q"):
            rows = rows.matching(chosen["q"])
        for name in ("stage", "state"):
            if chosen.get(name):
                rows = rows.filter(**{name: chosen[name]})
        for name in ("org_class", "community"):
            if chosen.get(name):
                value = chosen[name]
                rows = rows.filter(Q(**{f"organisation__{name}": value}) | Q(**{f"group__{name}": value}))
        return rows


class DeskFilters(StayFilters):
    """The same for people of the offices, with applications."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[*ANY, *StayState.choices])
