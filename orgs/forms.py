"""Forms of this room. What a form checks is the shape of the input; what must hold is checked by the verbs."""

from django import forms
from django.conf import settings
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from marketplace.core.refusals import Refused

from . import uscc
from .domain.register import CERTIFIED, TOLD
from .kinds import Grade, IncubationStage, LegalForm, OrgClass
from .models import Community, Office, Organisation, OrganisationDocument, User
from .states import OFFICE_ROLES, ORGANISATION_ROLES, Role

FILE_HINT = _("PDF, JPEG or PNG, at most 10 MB. Only members of the organisation and officers can read it.")


class Day(forms.DateField):
    """A calendar day from the browser's own calendar."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **kwargs)


class UsccField(forms.CharField):
    """A unified social credit code: full-width, lower case and blanks are put right; check digits are checked."""

    def __init__(self, **kwargs):
        super().__init__(max_length=40, **kwargs)

    def clean(self, value):
        value = super().clean(value)
        try:
            return uscc.check(value) if value else ""
        except Refused as refusal:
            raise forms.ValidationError(refusal.sentence, code=refusal.code) from refusal


def _text(rows):
    return forms.Textarea(attrs={"rows": rows})


class ToldForm(forms.ModelForm):
    """What an organisation says of itself."""

    class Meta:
        model = Organisation
        fields = TOLD
        widgets = {"profile_zh": _text(4), "profile_en": _text(4)}
        help_texts = {
            "profile_zh": _("Two or three sentences for the public page."),
            "contact_email": _("Not shown in public."),
            "contact_phone": _("Not shown in public."),
            "bank_account": _("Bank and account number; for payments, not shown in public."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("profile_zh", "profile_en"):
            self.fields[name] = forms.CharField(
                label=self.fields[name].label,
                max_length=2000,
                required=False,
                widget=_text(4),
                help_text=self.fields[name].help_text,
            )
        for name in ("staff", "social_workers"):
            self.fields[name] = forms.IntegerField(
                label=self.fields[name].label, min_value=0, max_value=100_000, initial=0
            )

    def _post_clean(self):
        """The verb writes, not the form: nothing is put on the instance here."""


class EditForm(ToldForm):
    knows = True

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, instance=obj, **kwargs)


class CertifiedForm(ToldForm):
    """Everything of an application."""

    uscc = UsccField(
        label=_("Unified social credit code"),
        help_text=_("18 characters, as on the registration certificate. Both check digits are checked."),
    )
    founded = Day(label=_("Founded on"))

    class Meta(ToldForm.Meta):
        fields = (*CERTIFIED, *TOLD)

    field_order = [*CERTIFIED, *TOLD]


class ApplyForm(CertifiedForm):
    certificate = forms.FileField(
        label=_("Registration certificate"),
        required=False,
        help_text=_("PDF, JPEG or PNG, at most 10 MB. It may be added later; verification needs it."),
    )
    certificate_valid_to = Day(label=_("Certificate valid until"), required=False)


class ResubmitForm(CertifiedForm):
    knows = True

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, instance=obj, **kwargs)


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("Note for officers"), max_length=500, required=False, widget=_text(2),
        help_text=_("Kept in the timeline; the public does not see it."),
    )  # fmt: skip


class PublicReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=_text(4), help_text=_("The reason is shown on the public page.")
    )


class GradeForm(forms.Form):
    grade = forms.ChoiceField(label=_("Grade"), choices=Grade.choices, widget=forms.RadioSelect)
    valid_from = Day(label=_("Valid from"))
    valid_to = Day(label=_("Valid until"), required=False, help_text=_("Empty: five years."))


class LowerGradeForm(forms.Form):
    """Which lower grade holds from today; none: the grade is taken away."""

    grade = forms.ChoiceField(
        label=_("Grade from today"), required=False, choices=[("", _("no grade")), *Grade.choices[:4]]
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=_text(4), help_text=_("Everybody can read this.")
    )


class ReplyForm(forms.Form):
    """What the organisation says about its suspension."""

    text = forms.CharField(
        label=_("Your reply"), max_length=2000, widget=_text(4), help_text=_("Everybody can read this.")
    )


class IncubationForm(forms.Form):
    stage = forms.ChoiceField(label=_("Stage"), choices=IncubationStage.choices, widget=forms.RadioSelect)
    since = Day(label=_("Since"))


class HubForm(forms.Form):
    is_hub = forms.BooleanField(label=_("This organisation is a hub that supports others"), required=False)


class DocumentForm(forms.Form):
    """A new document; kinds that are on file already are replaced, not added."""

    knows = True
    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect)
    file = forms.FileField(label=_("File"), help_text=FILE_HINT)
    valid_to = Day(label=_("Valid until"), required=False, help_text=_("Empty: without an end."))

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)
        there = set(obj.documents.current().values_list("kind", flat=True))
        self.fields["kind"].choices = [c for c in OrganisationDocument.Kind.choices if c[0] not in there]


class ReplaceForm(forms.Form):
    file = forms.FileField(label=_("File"), help_text=FILE_HINT)
    valid_to = Day(label=_("Valid until"), required=False, help_text=_("Empty: without an end."))


class JoinForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect, initial=Role.BID_WRITER)
    message = forms.CharField(
        label=_("Message to the owner"), max_length=500, required=False, widget=_text(3),
        help_text=_("Say who you are: the owner must be able to recognise you."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in ORGANISATION_ROLES]


class GrantForm(forms.Form):
    """Give a role: in an office to anybody with an account, in an organisation to one of its members.

    Owners choose from their members, so that nobody can try out which addresses have an account; others ask to join.
    """

    role = forms.ChoiceField(label=_("Role"))
    valid_from = Day(label=_("Held from"), required=False, help_text=_("Empty: today."))
    valid_to = Day(label=_("Held until"), required=False, help_text=_("Empty: without an end."))
    field_order = ["person", "role", "valid_from", "valid_to"]

    def __init__(self, *args, body, **kwargs):
        super().__init__(*args, **kwargs)
        office = isinstance(body, Office)
        roles = OFFICE_ROLES if office else ORGANISATION_ROLES
        self.fields["role"].choices = [(role.value, role.label) for role in roles]
        if office:
            self.fields["person"] = forms.EmailField(
                label=_("E-mail of the person"),
                help_text=_("The person needs an account on the portal with this address."),
            )
        else:
            self.fields["person"] = forms.ModelChoiceField(
                User.objects.filter(pk__in=body.memberships.current().values("user_id")).order_by("name", "email"),
                label=_("Member"),
                help_text=_("Others ask to join on the organisation's page."),
            )
        self.order_fields(self.field_order)

    def clean_person(self):
        person = self.cleaned_data["person"]
        if isinstance(person, User):
            return person
        user = User.objects.filter(email__iexact=person, is_active=True).first()
        if user is None:
            raise forms.ValidationError(
                _("Nobody has an account with this address. Please ask the person to open one.")
            )
        return user


class ProfileForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("Shown to colleagues; the public does not see it.")
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect, help_text=_("Of pages and letters.")
    )


class RegisterFilters(forms.Form):
    """Facets of the public register, each with its count over what the other facets leave."""

    q = forms.CharField(
        label=_("Name, code or field of work"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    org_class = forms.MultipleChoiceField(label=_("Class"), required=False, widget=forms.CheckboxSelectMultiple)
    legal_form = forms.MultipleChoiceField(label=_("Legal form"), required=False, widget=forms.CheckboxSelectMultiple)
    grade = forms.MultipleChoiceField(label=_("Assessment grade"), required=False, widget=forms.CheckboxSelectMultiple)
    community = forms.ChoiceField(label=_("Community"), required=False)
    hub = forms.BooleanField(label=_("Hub organisations only"), required=False)

    LOOKUPS = {
        "org_class": "org_class",
        "legal_form": "legal_form",
        "grade": "grade_now",
        "community": "community__code",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["org_class"].choices = OrgClass.choices
        self.fields["legal_form"].choices = LegalForm.choices
        self.fields["grade"].choices = [*reversed(Grade.choices)]
        self.communities = {c.code: c.name for c in Community.objects.only("code", "name_zh", "name_en")}
        self.fields["community"].choices = [("", _("all communities")), *self.communities.items()]

    def narrow(self, rows, without=""):
        """Rows that fit all facets but `without`; values that cannot be read narrow nothing."""
        data = getattr(self, "cleaned_data", {})
        if data.get("q"):
            rows = rows.matching(data["q"])
        if data.get("hub") and without != "hub":
            rows = rows.filter(is_hub=True)
        for name, column in self.LOOKUPS.items():
            if data.get(name) and name != without:
                wanted = data[name] if isinstance(data[name], list) else [data[name]]
                rows = rows.filter(**{f"{column}__in": wanted})
        return rows

    def count(self, rows):
        """Write the counts behind the labels: one query for each facet, whatever the number of rows."""
        for name, column in self.LOOKUPS.items():
            counts = dict(self.narrow(rows, without=name).order_by().values_list(column).annotate(n=Count("pk")))
            self.fields[name].choices = [
                (value, f"{label} ({counts.get(value, 0)})" if value else label)
                for value, label in self.fields[name].choices
            ]
        hubs = self.narrow(rows, without="hub").filter(is_hub=True).count()
        self.fields["hub"].label = f"{self.fields['hub'].label} ({hubs})"


class CheckFilters(forms.Form):
    """Filters of the officers' list."""

    q = forms.CharField(
        label=_("Find"), required=False, max_length=80, widget=forms.TextInput(attrs={"type": "search"})
    )
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = Organisation._meta.get_field("state").choices
        self.fields["state"].choices = [("", _("all states")), *choices]

    def narrow(self, rows):
        data = getattr(self, "cleaned_data", {})
        if data.get("q"):
            rows = rows.matching(data["q"])
        return rows.filter(state=data["state"]) if data.get("state") else rows
