"""Rule books as rows (reference: Order 87 in force 2017-10-01; Government Procurement Law; local choices say so)."""

from datetime import date

from django.db import migrations


def s(value, zh, en, days="", local=False):
    return {"value": value, "days": days, "clause_zh": zh, "clause_en": en, "local": local}


def order(article_zh, article_en):
    return f"财政部令第 87 号第{article_zh}条", f"Order 87, art. {article_en}"


VOLUNTARY = ("本站自愿规定", "voluntary rule of this portal")
LOCAL = ("本街道小额采购规则", "local rule for small purchases")

ORDER_87 = {
    "min_bids": s(3, *order("四十一", "41")),
    "min_bid_days": s(20, "《政府采购法》第三十五条", "Government Procurement Law, art. 35", "calendar"),
    "notice_days": s(5, *order("十六", "16"), "working"),
    "document_days": s(5, *order("十八", "18"), "working"),
    "clarification_days": s(15, *order("二十七", "27"), "calendar"),
    "question_days": s(5, *VOLUNTARY, "calendar", local=True),
    "late_bids": s(True, *order("三十三", "33")),
    "withdraw": s(True, *order("三十四", "34")),
    "sealed_until_opening": s(True, *order("三十三", "33")),
    "secrecy": s(True, *order("二十八", "28")),
    "opening": s(True, *order("三十九", "39")),
    "failed_call": s(True, *order("四十一", "41")),
    "over_budget": s(True, *order("六十三", "63")),
    "committee_size": s(5, *order("四十七", "47")),
    "large_value": s("10000000.00", *order("四十七", "47")),
    "committee_large": s(7, *order("四十七", "47")),
    "committee_odd": s(True, *order("四十七", "47")),
    "expert_share": s("2/3", *order("四十七", "47")),
    "qualification": s(True, *order("五十五", "55")),
    "price_weight_min": s("0.10", *order("五十五", "55")),
    "price_weight_max": s(None, *order("五十五", "55")),
    "price_formula": s("lowest_over_price", *order("五十五", "55")),
    "low_price_share": s("0.60", "财政部令第 87 号第六十条；比例为本站规定", "Order 87, art. 60; the share is a local choice", local=True),
    "tie_rule": s("lower_price_then_draw", *order("五十七、六十八", "57 and 68")),
    "decision_days": s(5, *order("六十八", "68"), "working"),
    "result_notice_days": s(2, *order("六十九", "69"), "working"),
    "standstill_days": s(7, *VOLUNTARY, "working", local=True),
    "challenge_days": s(7, "《政府采购法》第五十二条", "Government Procurement Law, art. 52", "working"),
    "answer_challenge_days": s(7, "《政府采购法》第五十三条", "Government Procurement Law, art. 53", "working"),
    "contract_days": s(30, *order("七十一", "71"), "calendar"),
    "max_value": s(None, "", ""),
}
SMALL = ORDER_87 | {
    "min_bids": s(2, *LOCAL, local=True),
    "min_bid_days": s(7, *LOCAL, "calendar", local=True),
    "notice_days": s(3, *LOCAL, "working", local=True),
    "document_days": s(3, *LOCAL, "working", local=True),
    "clarification_days": s(3, *LOCAL, "calendar", local=True),
    "question_days": s(2, *LOCAL, "calendar", local=True),
    "failed_call": s(True, *LOCAL, local=True),
    "committee_size": s(3, *LOCAL, local=True),
    "expert_share": s("1/3", *LOCAL, local=True),
    "price_weight_max": s("0.60", *LOCAL, local=True),
    "decision_days": s(3, *LOCAL, "working", local=True),
    "standstill_days": s(3, *LOCAL, "working", local=True),
    "contract_days": s(15, *LOCAL, "calendar", local=True),
    "max_value": s("200000.00", *LOCAL, local=True),
}
BOOKS = [
    {
        "code": "order-87",
        "version": "2017.1",
        "name_zh": "政府采购货物和服务招标投标管理办法（财政部令第 87 号）",
        "name_en": "Measures for tendering of government procurement of goods and services (Order 87)",
        "note_zh": "采购金额在公开招标数额标准以下时，本街道自愿参照本办法办理。",
        "note_en": "Below the threshold for open tendering this office follows it voluntarily, as a model.",
        "source": "Ministry of Finance, Order No. 87, in force from 2017-10-01",
        "valid_from": date(2017, 10, 1),
        "procedures": [("open", "公开招标", "Open tender", ORDER_87)],
    },
    {
        "code": "small",
        "version": "2026.1",
        "name_zh": "街道小额采购规则",
        "name_en": "Local rules for small purchases",
        "note_zh": "地方规定：小额采购适用较短期限和较小评审组；凡地方选定的数字均已注明，其余参照财政部令第 87 号。",
        "note_en": "Local choice: small purchases run on shorter periods and a smaller committee; every figure chosen locally says so, all others follow Order 87.",
        "source": "",
        "valid_from": date(2026, 1, 1),
        "procedures": [("small", "小额采购", "Small purchase", SMALL)],
    },
]


def write(apps, schema_editor):
    RuleSet = apps.get_model("tenders", "RuleSet")
    Procedure = apps.get_model("tenders", "Procedure")
    for book in BOOKS:
        row = dict(book)
        procedures = row.pop("procedures")
        rule_set, _new = RuleSet.objects.get_or_create(code=row.pop("code"), version=row.pop("version"), defaults=row)
        for code, zh, en, switches in procedures:
            Procedure.objects.get_or_create(
                rule_set=rule_set, code=code, defaults={"name_zh": zh, "name_en": en, "switches": switches}
            )


class Migration(migrations.Migration):
    dependencies = [("tenders", "0001_initial")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
