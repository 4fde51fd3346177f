"""The demo's six funds: every kind of this issue, each with its budget booked."""

from decimal import Decimal

from marketplace.core.demo import rows, story

from . import domain

TAKEN = ("FD01", "FD02", "FD03", "FD04", "FD05", "FD07")


@story(order=20)
def funds(world):
    """Drafted by finance, put in force by the leader, money booked."""
    table = {row["code"]: row for row in rows("marketplace.funds", "funds.json")["funds"]}
    for number, code in enumerate(TAKEN):
        row = table[code]
        yield world.at(-420 + number, 9, 30)
        fund = domain.create_fund(
            by=world.actor("finance"), code=code, kind=row["kind"], office=world.things["office"], host=world.things.get(row["host"] or ""),
            year=world.today.year, name_zh=row["name_zh"].replace("2026", str(world.today.year)), name_en=row["name_en"].replace("2026", str(world.today.year)),
            purpose_zh=row["purpose_zh"], purpose_en=row["purpose_en"], rules_zh="\n".join(row["rules_zh"]), rules_en="\n".join(row["rules_en"]),
            provenance=row["provenance"], communities=[world.things["communities"][row["owner"]]] if row["owner"].startswith("CM") else [],
        )  # fmt: skip
        world.things[code] = fund
        yield world.at(-418 + number, 14)
        domain.activate(fund, by=world.actor("leader"))
        yield world.at(-417 + number, 10)
        if row.get("income_lines"):
            for line in row["income_lines"]:
                domain.record_receipt(
                    fund,
                    by=world.actor("finance"),
                    amount=Decimal(line["amount_2026"]),
                    text=line.get("name_zh") or line.get("text_zh") or "收入",
                )
        else:
            domain.grant_budget(
                fund, by=world.actor("finance"), amount=Decimal(row["budget_yuan"]), text=f"{fund.year} 年预算"
            )
    yield world.at(-30, 9)
    wrong = domain.record_receipt(
        world.things["FD07"], by=world.actor("finance"), amount=Decimal("120.00"), text="重复登记的一笔收款"
    )
    yield world.at(-29, 9)
    domain.correct(world.things["FD07"], by=world.actor("finance"), number=wrong.number, reason="与前一笔重复，冲正")


@story(order=95)
def checkpoints(world):
    """The log is signed week by week at first, then every evening; the worker does it day by day."""
    for days in (*range(-410, -30, 7), *range(-30, 0)):
        yield world.at(days, 23, 50)
        if domain.checkpoint_is_due():
            domain.make_checkpoint()
