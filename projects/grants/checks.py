"""What the draft of a round still lacks before a leader sees it, as sentences."""

from decimal import Decimal

from django.utils.translation import gettext as _

from marketplace.core import clock

from . import formdef


def gaps(round) -> list[str]:
    """In the order of the draft's page; empty: it may be published."""
    found = []
    if not round.text_zh.strip():
        found.append(_("the text is missing"))
    if round.most <= 0 or round.budget <= 0:
        found.append(_("the money is missing"))
    elif not round.least <= round.most <= round.budget:
        found.append(_("the sums do not fit: least, highest, and the money of the round"))
    if not round.opens_at < round.deadline < round.review_until:
        found.append(_("the dates are not in order: opening, deadline, end of the reviews"))
    elif round.deadline <= clock.now():
        found.append(_("the deadline lies in the past"))
    if round.concept_form_id:
        found += _concept(round)
    weights = sum((criterion.weight for criterion in round.criteria.all()), Decimal(0))
    if weights != 1:
        found.append(_("the weights of the criteria add up to %(sum)s %%, not 100 %%") % {"sum": f"{weights * 100:f}".rstrip("0").rstrip(".") or "0"})  # fmt: skip
    shares = sum((Decimal(row["share"]) for row in round.tranches), Decimal(0))
    if shares != 1:
        found.append(_("the shares of the tranches add up to %(sum)s %%, not 100 %%") % {"sum": f"{shares * 100:f}".rstrip("0").rstrip(".") or "0"})  # fmt: skip
    if not round.agreement_zh.strip():
        found.append(_("the agreement template is missing"))
    found += [_("the form: %(fault)s") % {"fault": fault} for fault in formdef.faults(round.form.definition)]
    return found


def _concept(round):
    """What the short concept lacks: its dates, a sound form without files."""
    found, form = [], round.concept_form.definition
    dates = [round.opens_at, round.concept_until, round.concept_by, round.deadline]
    if None in dates or dates != sorted(set(dates)):
        found.append(_("the dates of the concepts are not in order: opening, concepts until, decided until, deadline"))
    if any(field["type"] == "FILES" for field in formdef.fields(form)):
        found.append(_("the form of the concepts asks for files; they belong into the full application"))
    return found + [_("the form of the concepts: %(fault)s") % {"fault": fault} for fault in formdef.faults(form)]
