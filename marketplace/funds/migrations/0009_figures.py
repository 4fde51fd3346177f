"""The rule figures as they stand: each from a day on, with where it is written; a local choice says so."""

from datetime import date

from django.db import migrations

HUBEI = ("湖北省社区慈善基金试行办法（2023）", "Hubei trial rules on community charity funds, 2023")
LAW = ("慈善法第六十一条（公募基金会管理费不高于当年总支出的10%，此处用作上限）", "Charity Law, art. 61 (management at most 10 % of spending, taken as the limit here)")
BOARD = ("基金会管理条例第二十条", "Regulation on Foundations, art. 20")
LOCAL = ("本站规则，由街道确定", "The portal's own rule, set by the street office")
ROWS = [
    ("IDLE_DAYS", 365, HUBEI, True), ("WARN_DAYS", 180, HUBEI, True), ("WINDUP_DAYS", 90, HUBEI, True),
    ("OPENING_LEAST", 1000, LOCAL, True), ("STEWARDS_LEAST", 5, LOCAL, True), ("RESIDENTS_LEAST", 50, LOCAL, True),
    ("TERM_MOST", 36, LOCAL, True), ("FEE_MOST", 10, LAW, True), ("OPINIONS_LEAST", 3, LOCAL, True),
    ("BOARD_LEAST", 5, BOARD, False), ("BASE_SHARE", 40, LOCAL, True), ("YEAR_END_DAYS", 90, LOCAL, True),
]  # fmt: skip


def load(apps, _schema_editor):
    figures = apps.get_model("funds", "RuleFigure").objects
    for key, value, (zh, en), local in ROWS:
        figures.get_or_create(
            key=key, valid_from=date(2020, 1, 1),
            defaults={"value": value, "clause_zh": zh, "clause_en": en, "local": local, "state": "approved"},
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("funds", "0008_lives")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
