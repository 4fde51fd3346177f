"""The content of a bid: its shape, its price, what it still lacks. Pure functions on plain data.

    {"v": 1,
     "lines":   [{"line": 7, "unit_price": "44.50"}],        one per line of the call
     "answers": [{"criterion": 3, "text": "..."}],           one per quality criterion
     "conditions": [{"condition": 5, "text": "..."}],        how each condition is met
     "contact": "...", "statement": true,
     "files":   [{"name", "size", "sha256", "media_type", "path"}]}   path only while it is a draft

Prices are text with two places; the total is computed, never typed (Order 87, art. 59: unit price times
quantity decides).
"""

from decimal import Decimal

from django.utils.translation import gettext as _

from marketplace.core import money

from .checks import Gap
from .states import CriterionKind

VERSION = 1
ANSWER_MAX = 6000


def line_total(quantity: Decimal, unit_price) -> Decimal:
    """Unit price times quantity, rounded to whole fen."""
    return money.yuan(Decimal(quantity) * money.yuan(unit_price))


def unit_prices(content: dict) -> dict[int, Decimal]:
    """{line key: unit price} of the lines that have one."""
    return {row["line"]: money.yuan(row["unit_price"]) for row in content.get("lines", []) if row.get("unit_price")}


def price_of(call, content: dict) -> Decimal:
    """The price of the bid: the sum over the call's lines. Lines without a price count nothing."""
    prices = unit_prices(content)
    return sum(
        (line_total(line.quantity, prices[line.pk]) for line in call.lines.all() if line.pk in prices), money.ZERO
    )


def answers_of(content: dict) -> dict[int, str]:
    """{criterion key: text}"""
    return {row["criterion"]: row.get("text", "") for row in content.get("answers", [])}


def conditions_of(content: dict) -> dict[int, str]:
    """{condition key: text}"""
    return {row["condition"]: row.get("text", "") for row in content.get("conditions", [])}


def gaps(call, content: dict) -> list[Gap]:
    """Everything that keeps this bid from being sealed, in the order of the form."""
    found = []
    prices = unit_prices(content)
    for line in call.lines.all():
        if prices.get(line.pk, money.ZERO) <= 0:
            found.append(Gap("lines", _("The unit price of “%(item)s” is missing.") % {"item": line.item.name}))
    total = price_of(call, content)
    if total > call.budget:
        found.append(
            Gap(
                "lines",
                _(
                    "The total is %(more)s yuan above the highest price of %(budget)s yuan. A bid above it is invalid: lower a unit price."
                )
                % {"more": money.figures(total - call.budget), "budget": money.figures(call.budget)},
                call.procedure.switch("over_budget").clause,
            )
        )
    answers = answers_of(content)
    for criterion in call.criteria.all():
        if criterion.kind == CriterionKind.QUALITY and not answers.get(criterion.pk, "").strip():
            found.append(Gap("answers", _("The answer to “%(criterion)s” is missing.") % {"criterion": criterion.name}))
    conditions = conditions_of(content)
    for condition in call.conditions.all():
        if not conditions.get(condition.pk, "").strip():
            found.append(Gap("conditions", _("Say how you meet: %(condition)s") % {"condition": condition.text}))
    if not content.get("statement"):
        found.append(Gap("statement", _("The declaration is not confirmed yet.")))
    return found


def final(call, bid, content: dict, *, number: int, moment) -> dict:
    """What goes into the envelope: the draft with names and sums beside the keys, readable without the portal."""
    prices, answers, conditions = unit_prices(content), answers_of(content), conditions_of(content)
    return {
        "v": VERSION,
        "call": call.number,
        "call_code": call.code,
        "organisation": {
            "uscc": bid.organisation.uscc,
            "name_zh": bid.organisation.name_zh,
            "name_en": bid.organisation.name_en,
        },
        "submission": number,
        "sealed_at": moment.isoformat(timespec="seconds"),
        "lines": [
            {
                "line": line.pk,
                "item": line.item_id,
                "item_code": line.item.code,
                "name_zh": line.item.name_zh,
                "name_en": line.item.name_en,
                "unit_zh": line.item.unit_zh,
                "unit_en": line.item.unit_en,
                "quantity": str(line.quantity),
                "unit_price": str(prices[line.pk]),
                "amount": str(line_total(line.quantity, prices[line.pk])),
            }
            for line in call.lines.all()
        ],
        "price": str(price_of(call, content)),
        "price_capitals": money.capitals(price_of(call, content)),
        "answers": [
            {"criterion": c.pk, "name_zh": c.name_zh, "text": answers[c.pk]}
            for c in call.criteria.all()
            if c.kind == CriterionKind.QUALITY
        ],
        "conditions": [
            {"condition": c.pk, "text_zh": c.text_zh, "text": conditions[c.pk]} for c in call.conditions.all()
        ],
        "contact": content.get("contact", ""),
        "statement": True,
        "files": [{key: f[key] for key in ("name", "size", "sha256", "media_type")} for f in content.get("files", [])],
    }


def readable(call, content: dict) -> dict:
    """An opened bid in the reader's language: {"price", "lines", "conditions", "answers"}; the call's rows give the names."""
    items = {line.pk: line.item for line in call.lines.all()}
    criteria = {c.pk: c.name for c in call.criteria.all()}
    conditions = {c.pk: c.text for c in call.conditions.all()}
    return {
        "price": content["price"],
        "lines": [row | {"item": items[row["line"]], "quantity": Decimal(row["quantity"])} for row in content["lines"]],
        "conditions": [(conditions[row["condition"]], row["text"]) for row in content["conditions"]],
        "answers": [(criteria[row["criterion"]], row["text"]) for row in content["answers"]],
    }
