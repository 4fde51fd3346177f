"""Forms of screening, reviews, the decision, objections, and the team."""

from decimal import Decimal, InvalidOperation

from django import forms
from django.utils.translation import gettext_lazy as _

from marketplace.core.money import MoneyFormField
from orgs.models import Organisation, User

from .. import reviewers, scoring
from ..domain import determination
from ..kinds import Outcome, Right

AREA = {"attrs": {"rows": 3}}


class RemarkForm(forms.Form):
    """A decision with a remark, if there is one."""

    reason = forms.CharField(label=_("Remark"), max_length=2000, required=False, widget=forms.Textarea(**AREA))


class ReturnForm(forms.Form):
    """All that is missing, told once."""

    reason = forms.CharField(
        label=_("What is missing"), max_length=3000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Name everything at once: the applicant completes it in one go."),
    )  # fmt: skip


class AnswerForm(forms.Form):
    reason = forms.CharField(label=_("Answer"), max_length=3000, widget=forms.Textarea(attrs={"rows": 5}))


class ConflictForm(forms.Form):
    reason = forms.CharField(
        label=_("What is the conflict?"), max_length=1000, widget=forms.Textarea(**AREA),
        help_text=_("A few words are enough. Only the secretariat and auditors read it."),
    )  # fmt: skip


class ReplaceForm(forms.Form):
    """Who takes the review; nobody chosen: whoever has least to do."""

    knows = True
    reviewer = forms.ModelChoiceField(label=_("Who takes the review"), queryset=User.objects.none(), required=False, empty_label=_("chosen by the portal"))  # fmt: skip
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(**AREA))

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)
        application = obj.application
        possible, _fits = reviewers.possible(application.round, [application])
        had = set(application.reviews.values_list("reviewer_id", flat=True))
        self.fields["reviewer"].queryset = User.objects.filter(pk__in=possible[application.pk] - had).order_by(
            "name", "pk"
        )


class ScoreForm(forms.Form):
    """0 to 100 for every criterion, with reasons. A draft may be unfinished."""

    knows = True
    comment = forms.CharField(label=_("Comment for the applicant"), max_length=3000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
                              help_text=_("Shown to the applicant after the decision, without your name."))  # fmt: skip
    minutes = forms.IntegerField(label=_("Time it took (minutes)"), min_value=0, max_value=6000, required=False)

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)
        known = {score.criterion_id: score for score in obj.scores.all()} if obj.pk else {}
        self.criteria = list(obj.application.round.criteria.all())
        for criterion in self.criteria:
            before = known.get(criterion.pk)
            self.fields[f"points_{criterion.pk}"] = forms.CharField(
                label=_("%(criterion)s: points") % {"criterion": criterion.name}, required=False, max_length=8,
                initial=f"{before.points:f}".rstrip("0").rstrip(".") if before else "",
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )  # fmt: skip
            self.fields[f"reason_{criterion.pk}"] = forms.CharField(
                label=_("%(criterion)s: reason") % {"criterion": criterion.name}, required=False, max_length=2000,
                initial=before.reason if before else "", widget=forms.Textarea(attrs={"rows": 2}),
                help_text=_("Needed up to %(low)s and from %(high)s points on.") % {"low": scoring.LOW_END, "high": scoring.HIGH_END},
            )  # fmt: skip
        self.fields["comment"].initial, self.fields["minutes"].initial = obj.comment, obj.minutes

    def clean(self):
        data = super().clean()
        points = {}
        for criterion in self.criteria:
            text = (data.get(f"points_{criterion.pk}") or "").strip()
            if not text:
                continue
            try:
                value = Decimal(text).quantize(Decimal("0.01"))
            except InvalidOperation:
                value = None
            if value is None or not value.is_finite() or not 0 <= value <= 100:
                self.add_error(f"points_{criterion.pk}", _("Give 0 to 100 points, at most two decimals."))
            else:
                points[criterion.pk] = value
        reasons = {c.pk: data.get(f"reason_{c.pk}", "") for c in self.criteria}
        return {
            "points": points,
            "reasons": reasons,
            "comment": data.get("comment", ""),
            "minutes": data.get("minutes"),
        }

    def rows(self):
        return [
            {"criterion": c, "points": self[f"points_{c.pk}"], "reason": self[f"reason_{c.pk}"]} for c in self.criteria
        ]


class ProposalForm(forms.Form):
    """One line for each application: what becomes of it, how much, under which conditions, why."""

    knows, gives = True, ("rows",)

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.suggested = determination.proposal(obj)
        for row in self.suggested:
            application = row["line"].application
            before = getattr(application, "determination", None)
            key, title = application.pk, {"title": application.title}
            self.fields[f"outcome_{key}"] = forms.ChoiceField(
                label=_("“%(title)s”: outcome") % title,
                choices=Outcome.choices,
                initial=before.outcome if before else row["outcome"],
            )
            self.fields[f"amount_{key}"] = MoneyFormField(
                label=_("“%(title)s”: sum") % title,
                required=False,
                initial=before.amount if before else (row["amount"] or None),
            )
            self.fields[f"conditions_{key}"] = forms.CharField(
                label=_("“%(title)s”: conditions") % title, required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
                initial=before.conditions if before else "",
            )  # fmt: skip
            self.fields[f"reasons_{key}"] = forms.CharField(
                label=_("“%(title)s”: reasons") % title, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}), initial=before.reasons if before else "",
            )  # fmt: skip

    def rows(self):
        found = []
        for row in self.suggested:
            key = row["line"].application.pk
            cells = [self[f"{name}_{key}"] for name in ("outcome", "amount", "conditions", "reasons")]
            found.append({"line": row["line"], "fields": cells})
        return found

    def clean(self):
        data = super().clean()
        if self.errors:
            return data
        rows = []
        for row in self.suggested:
            application = row["line"].application
            values = {name: data[f"{name}_{application.pk}"] for name in ("outcome", "conditions", "reasons")}
            rows.append(
                {"application": application, "amount": data[f"amount_{application.pk}"] or Decimal(0), **values}
            )
        return {"rows": rows}


class NominateForm(forms.Form):
    knows = True
    amount = MoneyFormField(label=_("Sum"))
    reasons = forms.CharField(label=_("Reasons"), max_length=2000, widget=forms.Textarea(**AREA))

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["amount"].initial = min(obj.amount, max(determination.left_in(obj.round), Decimal(0)))


class InviteForm(forms.Form):
    organisation = forms.ModelChoiceField(label=_("Organisation"), queryset=Organisation.objects.none())
    right = forms.ChoiceField(label=_("What it may do"), choices=Right.choices)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.filter(state="verified").order_by("name_zh")


class RightForm(forms.Form):
    knows = True
    right = forms.ChoiceField(label=_("What it may do"), choices=Right.choices)

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["right"].initial = obj.right


class CommentForm(forms.Form):
    text = forms.CharField(label=_("To the team"), max_length=2000, widget=forms.Textarea(**AREA))


class ObjectionForm(forms.Form):
    text = forms.CharField(
        label=_("What is wrong with the decision"), max_length=5000, widget=forms.Textarea(attrs={"rows": 6})
    )
