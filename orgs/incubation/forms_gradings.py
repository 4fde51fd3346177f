"""Forms of assessments."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from marketplace.core import clock
from orgs.experts.models import Expert
from orgs.formparts import OfObject, Pick, PickMany, day, text
from orgs.kinds import Grade
from orgs.models import Office

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


class GrantForm(OfObject):
    grade = forms.ChoiceField(
        label=pgettext_lazy("assessment", "Grade"), choices=Grade.choices, widget=forms.RadioSelect
    )
    members = forms.IntegerField(label=_("Members of the committee"), min_value=1, max_value=99)
    present = forms.IntegerField(label=_("Members present"), min_value=0, max_value=99)
    in_favour = forms.IntegerField(label=_("Votes in favour"), min_value=0, max_value=99)
