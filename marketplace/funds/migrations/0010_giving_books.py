"""The guards learn three kinds of entries (RETURN, FEE, MEMO) and four of accounts (FEE; MEMO, KIND, TIME beside the cash).

What stands beside the cash never mixes with it: an entry of kind MEMO has these accounts and no others.
"""

from importlib import import_module

from django.db import migrations, models

from marketplace.core.appendonly import per_database

before = import_module("marketplace.funds.migrations.0003_guards")
FLOORED = "'FREE', 'COMMITMENT', 'PAID', 'FEE', 'KIND', 'TIME'"
SHAPES = before.SHAPES.replace(
    "    ELSE 1 = 0 END",
    """    WHEN 'RETURN' THEN (a.kind = 'FREE' AND l.amount < 0) OR (a.kind = 'SOURCE' AND l.amount > 0)
    WHEN 'FEE' THEN a.kind IN ('FREE', 'FEE')
    WHEN 'MEMO' THEN a.kind IN ('MEMO', 'KIND', 'TIME')
    ELSE 1 = 0 END""",
)
ACCOUNT = before.ACCOUNT.replace(
    "NEW.kind IN ('SOURCE', 'FREE', 'COMMITMENT', 'PAID', 'TRANSFER')",
    "NEW.kind IN ('SOURCE', 'FREE', 'COMMITMENT', 'PAID', 'TRANSFER', 'FEE', 'MEMO', 'KIND', 'TIME')",
).replace("NEW.floored = (NEW.kind IN ('FREE', 'COMMITMENT', 'PAID'))", f"NEW.floored = (NEW.kind IN ({FLOORED}))")


def script(text):
    """The guards of before with the new kinds; on PostgreSQL the functions alone are replaced, the triggers stay."""
    return text.replace(before.SHAPES, SHAPES).replace(before.ACCOUNT, ACCOUNT)


def functions(text):
    return "\n".join(line for line in text.splitlines() if not line.startswith("CREATE TRIGGER"))


class Migration(migrations.Migration):
    dependencies = [("funds", "0009_figures")]
    operations = [
        migrations.AlterField(
            "account",
            "kind",
            models.CharField(
                max_length=12,
                choices=[
                    ("SOURCE", "came in"),
                    ("FREE", "free"),
                    ("COMMITMENT", "committed"),
                    ("PAID", "paid"),
                    ("TRANSFER", "transferred"),
                    ("FEE", "fees"),
                    ("MEMO", "beside the cash, mirror"),
                    ("KIND", "in kind, valued"),
                    ("TIME", "time, valued"),
                ],
            ),
        ),
        migrations.AlterField(
            "entry",
            "kind",
            models.CharField(
                max_length=12,
                choices=[
                    ("RECEIPT", "receipt"),
                    ("GRANT", "budget grant"),
                    ("COMMITMENT", "commitment"),
                    ("RELEASE", "release"),
                    ("PAYMENT", "payment"),
                    ("REFUND", "refund"),
                    ("TRANSFER", "transfer"),
                    ("CORRECTION", "correction"),
                    ("RETURN", "returned to the giver"),
                    ("FEE", "fee"),
                    ("MEMO", "beside the cash"),
                ],
            ),
        ),
        per_database(
            sqlite=before.SQLITE_UNDO.replace("; ", ";\n") + "\n" + script(before.SQLITE),
            postgresql=functions(script(before.POSTGRES)),
            undo_sqlite=before.SQLITE_UNDO.replace("; ", ";\n") + "\n" + before.SQLITE,
            undo_postgresql=functions(before.POSTGRES),
        ),
    ]
