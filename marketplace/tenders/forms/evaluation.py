"""Forms of the evaluation: committee, qualification grid, score grid, low prices, award, challenge."""

from datetime import datetime, time
from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from marketplace.core import clock, workdays
from marketplace.core.states import table_of
from orgs.models import User

from ..bidding import answers_of, conditions_of
from ..domain.committee import Seat, candidates
from ..domain.low_price import to_ask
from ..domain.qualification import Check
from ..domain.roster import in_the_roster
from ..domain.scores import COMMENT_MAX, GROUNDS, HIGH_END, LOW_END, grid, needs_comment, parse_points
from ..domain.validity import opened_bids
from ..models import Bid

CLOSE_OF_WORK = time(17, 0)
YES, NO = "yes", "no"


def _in_working_days(days: int) -> datetime:
    due = workdays.add_working_days(clock.today(), days)
    return timezone.make_aware(datetime.combine(due.day, CLOSE_OF_WORK), timezone.get_default_timezone())


def _textarea(rows=4):
    return forms.Textarea(attrs={"rows": rows})


class AppointForm(forms.Form):
    """Who sits, who of them is an expert, who takes the chair, until when scores are wanted."""

    knows = True
    members = forms.MultipleChoiceField(label=_("Members"), widget=forms.CheckboxSelectMultiple)
    experts = forms.MultipleChoiceField(
        label=_("Experts among them"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Members who are not experts represent the buyer."),
    )
    chair = forms.ChoiceField(label=_("Chair"), widget=forms.RadioSelect)
    score_until = forms.DateTimeField(label=_("Scores until"), widget=forms.DateTimeInput)

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)
        able, self.left_out = candidates(obj, actor)
        self.people, told = {str(user.pk): user for user in able}, in_the_roster(able)
        names = [(key, str(user)) for key, user in self.people.items()]
        self.fields["members"].choices = [(key, f"{name} · {told[int(key)]}") for key, name in names]
        self.fields["experts"].choices = self.fields["chair"].choices = names
        start = obj.opened_at or obj.deadline or clock.now()
        until = workdays.add_working_days(timezone.localtime(max(start, clock.now())).date(), 5)
        self.fields["score_until"].initial = timezone.make_aware(
            datetime.combine(until.day, CLOSE_OF_WORK), timezone.get_default_timezone()
        )

    def clean(self):
        data = super().clean()
        if self.errors:
            return data
        members = data["members"]
        for name in ("experts", "chair"):
            chosen = data[name] if isinstance(data[name], list) else [data[name]]
            if not set(chosen) <= set(members):
                self.add_error(name, _("Only members can be chosen here."))
        seats = [Seat(self.people[key], key in data["experts"], key == data["chair"]) for key in members]
        return {"members": seats, "score_until": data["score_until"]}


class ReplaceForm(forms.Form):
    """Who takes the seat, and why."""

    knows = True
    user = forms.ModelChoiceField(label=_("Who takes the seat"), queryset=User.objects.none())
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=_textarea(3))

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)
        able, self.left_out = candidates(obj.call, actor)
        told = in_the_roster(able)
        self.fields["user"].queryset = User.objects.filter(pk__in=[user.pk for user in able]).order_by("name", "pk")
        self.fields["user"].label_from_instance = lambda user: f"{user} · {told[user.pk]}"


class ConflictForm(forms.Form):
    """What the conflict is; read by the secretariat and auditors only."""

    reason = forms.CharField(
        label=_("What is the conflict?"),
        max_length=2000,
        widget=_textarea(3),
        help_text=_(
            "A few words are enough, for example “employed by the bidder until last year”. Only the secretariat and auditors read it."
        ),
    )


class QualifyForm(forms.Form):
    """The grid of conditions and bids: yes, or no with its reason."""

    knows, gives = True, ("checks",)

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.conditions = list(obj.conditions.all())
        readable = set(Bid.objects.visible_to(actor).filter(call=obj).values_list("pk", flat=True))
        self.bids = [bid for bid in opened_bids(obj) if bid.pk in readable]
        for bid in self.bids:
            known = {q.condition_id: q for q in bid.qualifications.all()}
            for condition in self.conditions:
                before = known.get(condition.pk)
                who = {"bidder": bid.organisation.name, "condition": condition.position}
                self.fields[f"met_{bid.pk}_{condition.pk}"] = forms.ChoiceField(
                    label=_("%(bidder)s, condition %(condition)s") % who,
                    choices=[(YES, _("met")), (NO, _("not met"))],
                    widget=forms.RadioSelect,
                    initial=None if before is None else (YES if before.met else NO),
                )
                self.fields[f"reason_{bid.pk}_{condition.pk}"] = forms.CharField(
                    label=_("Reason for a “no”: %(bidder)s, condition %(condition)s") % who,
                    required=False,
                    max_length=1000,
                    widget=_textarea(2),
                    initial=before.reason if before else "",
                )

    def rows(self):
        """[{condition, cells: [{bid, stated, met, reason}]}] for the page."""
        stated = {bid.pk: conditions_of(bid.content or {}) for bid in self.bids}
        return [
            {
                "condition": condition,
                "cells": [
                    {
                        "bid": bid,
                        "stated": stated[bid.pk].get(condition.pk, ""),
                        "met": self[f"met_{bid.pk}_{condition.pk}"],
                        "reason": self[f"reason_{bid.pk}_{condition.pk}"],
                    }
                    for bid in self.bids
                ],
            }
            for condition in self.conditions
        ]

    def clean(self):
        data = super().clean()
        checks = []
        for bid in self.bids:
            for condition in self.conditions:
                met, reason = data.get(f"met_{bid.pk}_{condition.pk}"), data.get(f"reason_{bid.pk}_{condition.pk}", "")
                if met == NO and not reason.strip() and f"reason_{bid.pk}_{condition.pk}" not in self.errors:
                    self.add_error(
                        f"reason_{bid.pk}_{condition.pk}", _("A “no” needs its reason: the bidder reads it.")
                    )
                checks.append(Check(bid, condition, met == YES, reason))
        return data if self.errors else {"checks": checks}


class PointsField(forms.CharField):
    """0 to 100 with at most two decimals, plain digits; empty is None."""

    def __init__(self, **kwargs):
        attrs = {"inputmode": "decimal", "autocomplete": "off", "size": 6, "maxlength": 20, "class": "points"}
        super().__init__(required=False, widget=forms.TextInput(attrs=attrs), **kwargs)

    def to_python(self, value) -> Decimal | None:
        text = super().to_python(value).strip()
        if not text:
            return None
        try:
            return parse_points(text)
        except ValueError as error:
            raise forms.ValidationError(
                _("Points go from 0 to 100 with at most two decimals, for example 87.5."), code="points"
            ) from error


class ScoreForm(forms.Form):
    """The grid of a member: points and comment for every valid bid under every quality criterion. A draft may have gaps."""

    knows, gives = True, ("cells",)
    complete = False

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)
        # What the member may not score now is not drawn either: before the declaration nothing of a bid is shown.
        self.bids, self.criteria = ([], []) if table_of(obj).refusal("score", actor, obj) else grid(obj)
        scores = {(s.bid_id, s.criterion_id): s for s in obj.scores.all()}
        for criterion in self.criteria:
            for bid in self.bids:
                before = scores.get((bid.pk, criterion.pk))
                who = {"criterion": criterion.name, "bidder": bid.organisation.name}
                points = before.points if before else None
                self.fields[f"p_{bid.pk}_{criterion.pk}"] = PointsField(
                    label=_("Points: %(criterion)s, %(bidder)s") % who,
                    initial="" if points is None else f"{points.normalize():f}",
                )
                self.fields[f"c_{bid.pk}_{criterion.pk}"] = forms.CharField(
                    label=_("Comment: %(criterion)s, %(bidder)s") % who,
                    required=False,
                    max_length=COMMENT_MAX,
                    widget=_textarea(2),
                    initial=before.comment if before else "",
                )

    def rows(self):
        """[{criterion, cells: [{bid, answer, points, comment}]}] for the page."""
        answers = {bid.pk: answers_of(bid.content or {}) for bid in self.bids}
        return [
            {
                "criterion": criterion,
                "cells": [
                    {
                        "bid": bid,
                        "answer": answers[bid.pk].get(criterion.pk, ""),
                        "points": self[f"p_{bid.pk}_{criterion.pk}"],
                        "comment": self[f"c_{bid.pk}_{criterion.pk}"],
                    }
                    for bid in self.bids
                ],
            }
            for criterion in self.criteria
        ]

    def good_cells(self) -> dict:
        """What can be saved now: {(bid key, criterion key): (points, comment)}; call after `is_valid`."""
        cells, data = {}, self.cleaned_data if "cells" not in self.cleaned_data else self._data
        for criterion in self.criteria:
            for bid in self.bids:
                points, comment = f"p_{bid.pk}_{criterion.pk}", f"c_{bid.pk}_{criterion.pk}"
                if points not in self.errors and comment not in self.errors and points in data:
                    cells[bid.pk, criterion.pk] = (data[points], data[comment])
        return cells

    def clean(self):
        self._data = dict(super().clean())
        if self.complete:
            self._refuse_gaps()
        return self._data if self.errors else {"cells": self.good_cells()}

    def _refuse_gaps(self):
        for criterion in self.criteria:
            for bid in self.bids:
                points, comment = f"p_{bid.pk}_{criterion.pk}", f"c_{bid.pk}_{criterion.pk}"
                if points in self.errors:
                    continue
                if self._data.get(points) is None:
                    self.add_error(points, _("Points are missing here."))
                elif (
                    needs_comment(self._data[points])
                    and not self._data.get(comment, "").strip()
                    and comment not in self.errors
                ):
                    self.add_error(
                        comment,
                        _("Points up to %(low)s or from %(high)s need a comment: the bidder reads it.")
                        % {"low": LOW_END, "high": HIGH_END},
                    )


class HandInForm(ScoreForm):
    """The same grid without gaps."""

    complete = True


class ReturnScoresForm(forms.Form):
    """Why handed-in scores are looked at again (Order 87, art. 64)."""

    ground = forms.ChoiceField(
        label=_("Ground"), choices=[(g.value, g.label) for g in GROUNDS], widget=forms.RadioSelect,
        help_text=_("Scores change for no other reason (Order 87, art. 64)."),
    )  # fmt: skip
    reason = forms.CharField(label=_("What has to be looked at again"), max_length=2000, widget=_textarea(3))


class AskLowPriceForm(forms.Form):
    """Which bid, and until when the bidder may answer."""

    knows = True
    bid = forms.ChoiceField(label=_("Bid"), widget=forms.RadioSelect)
    answer_until = forms.DateTimeField(label=_("Answer until"), widget=forms.DateTimeInput)

    def __init__(self, *args, obj, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.bids = {str(bid.pk): bid for bid, _limit in to_ask(obj)}
        self.fields["bid"].choices = [(key, f"{bid.organisation.name}: {bid.price}") for key, bid in self.bids.items()]
        if len(self.bids) == 1:
            self.fields["bid"].initial = next(iter(self.bids))
        self.fields["answer_until"].initial = _in_working_days(2)

    def clean_bid(self):
        return self.bids[self.cleaned_data["bid"]]


class AnswerLowPriceForm(forms.Form):
    """How the price comes about."""

    answer = forms.CharField(
        label=_("How the price comes about"), max_length=6000, widget=_textarea(8),
        help_text=_("Staff, hours, materials, own funds, volunteers: what makes this price possible without loss of quality."),
    )  # fmt: skip


class DecisionForm(forms.Form):
    """A decision with its reasons."""

    reason = forms.CharField(
        label=_("Reasons"), max_length=3000, widget=_textarea(4), help_text=_("The bidder reads them.")
    )


class ProposeForm(forms.Form):
    """What the committee wants to say beside the numbers."""

    reason = forms.CharField(label=_("Remarks of the committee"), max_length=3000, required=False, widget=_textarea(4))


class ChallengeForm(forms.Form):
    """What is challenged, and why."""

    text = forms.CharField(
        label=_("What you challenge, and why"), max_length=6000, widget=_textarea(8),
        help_text=_("Name the facts and the rule. The office and the other bidders read it; a challenge to the same result is made once."),
    )  # fmt: skip


class AnswerChallengeForm(forms.Form):
    """The answer with its reasons."""

    answer = forms.CharField(
        label=_("Answer with reasons"),
        max_length=6000,
        widget=_textarea(8),
        help_text=_("All bidders of this call read it."),
    )


class UpholdForm(AnswerChallengeForm):
    """Upheld: what follows."""

    then = forms.ChoiceField(
        label=_("What follows"), widget=forms.RadioSelect,
        choices=[("evaluate", _("The bids are evaluated again")), ("cancel", _("The call is cancelled, the fund's promise released"))],
    )  # fmt: skip
