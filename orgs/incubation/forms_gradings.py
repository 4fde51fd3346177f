"""Forms of assessments."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from marketplace.core import clock
from orgs.experts.models import Expert
from orgs.formparts import OfObject, Pick, PickMany, day, line, text
from orgs.kinds import Grade
from orgs.models import Office

from .domain import committees
from .kinds import Voted
from .rules_gradings import MOST, PARTS

LABELS = {
    "BASE": _("Basic conditions"),
    "GOVERNANCE": _("Internal governance"),
    "WORK": _("Work and results"),
    "TRUST": _("Appraisal by society"),
}


class BeginForm(forms.Form):
    office = Pick(Office.objects.filter(kind="STREET"), label=_("Office"), empty_label=None)
    wanted = forms.ChoiceField(label=_("Grade it applies for"), choices=Grade.choices, widget=forms.RadioSelect)


class _Points(OfObject):
    """One number for each part."""

    column, gives = "points", ("points",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        have = getattr(self.obj, self.column)
        for part in PARTS:
            self.fields[part] = forms.IntegerField(
                label=LABELS[part], min_value=0, max_value=MOST[part], initial=have.get(part),
                help_text=_("At most %(most)s points.") % {"most": MOST[part]},
            )  # fmt: skip
        self.order_fields([*PARTS, *self.base_fields])

    def clean(self):
        data = super().clean()
        data["points"] = {part: data.pop(part) for part in PARTS if part in data}
        return data


class SelfForm(_Points):
    evidence = text(
        _("Evidence"),
        required=True,
        rows=8,
        help_text=_("For each part: which papers show it, and where they are in the file."),
    )


class VisitForm(_Points):
    column = "found"
    visited_on = day(_("Visited on"), initial=clock.today)
    visitors = PickMany(Expert.objects.none(), label=_("Experts who visited"), widget=forms.CheckboxSelectMultiple)
    findings = text(_("Findings of the visit"), required=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Expert.objects.available().filter(reviews=True, office_id__in=self.obj.office.led_from())
        self.fields["visitors"].queryset = rows.select_related("user").order_by("code")


class _Votes(OfObject):
    """One member of the committee a row: the vote, and why where somebody is recused. Gives `votes`."""

    gives = ("votes",)
    asks, refuses = True, False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = committees.candidates(self.obj) if self.asks else []
        self.ties = committees.ties(self.obj, self.people) if self.people else {}
        self.least, self.most = committees.bounds(self.obj)
        for person in self.people:
            tied, name = self.ties.get(person.pk), str(person)
            choices = [c for c in Voted.choices if not tied or c[0] == Voted.RECUSED]
            self.fields[f"vote_{person.pk}"] = forms.ChoiceField(
                label=_("Vote of %(name)s") % {"name": name}, required=False,
                choices=[("", pgettext("vote", "not in the committee")), *choices],
                error_messages={"invalid_choice": _("%(name)s has to do with this organisation: recused, or not in the committee.") % {"name": name}},
            )  # fmt: skip
            self.fields[f"why_{person.pk}"] = line(_("Why %(name)s is recused") % {"name": name}, 200)

    def rows(self):
        """The members of the last sitting and whoever was chosen; then the others."""
        rows = [
            {"person": p, "vote": self[f"vote_{p.pk}"], "why": self[f"why_{p.pk}"], "tied": self.ties.get(p.pk, "")}
            for p in self.people
        ]
        first = [r for r in rows if r["person"].sat or r["vote"].value() or r["vote"].errors or r["why"].errors]
        return first, [r for r in rows if r not in first]

    def clean(self):
        data = super().clean()
        data["votes"] = [
            {"user": person, "voted": voted, "why": why}
            for person in self.people
            for voted, why in [(data.pop(f"vote_{person.pk}", ""), data.pop(f"why_{person.pk}", ""))]
            if voted
        ]
        return data


class GrantForm(_Votes):
    grade = forms.ChoiceField(
        label=pgettext_lazy("assessment", "Grade"), choices=Grade.choices, widget=forms.RadioSelect
    )


class RefuseForm(_Votes):
    """After the visit by the committee's votes; before it no committee sits."""

    refuses = True
    reason = text(_("Reason"), required=True)

    def __init__(self, *args, obj=None, **kwargs):
        self.asks = obj is not None and obj.state in ("visited", "review")
        super().__init__(*args, obj=obj, **kwargs)


class AnswerForm(forms.Form):
    reason = text(_("Answer"), required=True, rows=6)


class GradeObjectionForm(forms.Form):
    text = text(_("What is wrong with the decision"), required=True, rows=6)
