"""Calls by the thousand, as rows: what the list pages are measured on."""

from datetime import timedelta

from marketplace.core import clock
from marketplace.tenders.models import Call, CallLine
from tests.marketplace.tenders.builders import procedure

# Of a hundred calls: most are history, the office works on the rest.
MIX = (
    ["concluded"] * 64 + ["failed"] * 5 + ["cancelled"] * 5 + ["evaluating"] * 4 + ["standstill"] * 4 + ["award_proposed"] * 3
    + ["challenged"] * 2 + ["open"] * 6 + ["draft"] * 4 + ["in_review"] * 3
)  # fmt: skip


def make_calls(street, count, *, mix=MIX):
    """`count` calls of the street in the shares of `mix`, one after the other in time; a third of the open ones are closed."""
    first = (Call.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    now, by, rules = clock.now(), street.users["buyer"], procedure()
    text = "为高龄独居老人每周上门两次，核对健康状况并登记。" * 8
    communities = list(street.office.communities.values_list("pk", flat=True))
    calls, lines, places = [], [], []
    for n in range(count):
        key, state = first + n, mix[(n * 37) % len(mix)]
        published = None if state in ("draft", "in_review") else now - timedelta(days=40, minutes=count - n)
        days = -n % 20 + 1 if state != "open" or n % 3 else -1
        deadline = now + timedelta(days=days, minutes=n % 1000) if state in ("open", "draft", "in_review") else now - timedelta(days=20)  # fmt: skip
        calls.append(
            Call(
                pk=key,
                code=f"{key:032x}",
                number=f"2026-{key:06d}" if published else "",
                office=street.office,
                procedure=rules,
                fund=street.fund,
                budget="98000.00",
                title_zh=f"居家探访服务采购项目第{n}号",
                title_en=f"Home visits, lot {n}",
                text_zh=text,
                text_en=text,
                state=state,
                questions_until=deadline - timedelta(days=5),
                deadline=deadline,
                drafted_by=by,
                created_at=now,
                published_at=published,
            )  # fmt: skip
        )
        lines.append(CallLine(call_id=key, item=street.items[n % len(street.items)], quantity=10))
        places += [Call.communities.through(call_id=key, community_id=community) for community in communities]
    Call.objects.bulk_create(calls, batch_size=2000)
    CallLine.objects.bulk_create(lines, batch_size=5000)
    Call.communities.through.objects.bulk_create(places, batch_size=5000)
