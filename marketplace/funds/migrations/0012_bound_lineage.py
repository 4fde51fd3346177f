"""Every entry that was booked before moves its fen, in order: of a portal without lineage, and of one that did not keep
bound money apart. What was kept of the latter follows from the entries, so it is made anew.
"""

from collections import namedtuple

from django.db import migrations

from marketplace.core.appendonly import append_only

account = namedtuple("account", "pk kind fund_id")
purpose = namedtuple("purpose", "pk code bound")


def take_up(apps, schema_editor):
    from marketplace.funds import lineage
    from marketplace.funds.verify import entries_of

    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(MAX(number), 0) FROM funds_entry")
        last = cursor.fetchone()[0]
        cursor.execute(
            "SELECT i.entry_id, p.id, p.code, p.bound FROM funds_income i JOIN funds_fundpurpose p ON p.id = i.purpose_id"
        )
        named = {row[0]: purpose(*row[1:]) for row in cursor.fetchall()}
        cursor.execute("SELECT COUNT(*) FROM funds_allocation")
        if not last or (cursor.fetchone()[0] and not any(one.bound for one in named.values())):
            return
        guard = append_only("funds_allocation")
        guard.database_backwards("funds", schema_editor, None, None)
        for table in ("funds_holding", "funds_allocation", "funds_stream"):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608
        cursor.execute("SELECT id, kind, fund_id FROM funds_account")
        accounts = {row[0]: account(*row) for row in cursor.fetchall()}
        for head, lines in entries_of(last):
            cursor.execute("SELECT cause_type_id, cause_id FROM funds_entry WHERE id = %s", [head[0]])
            moved = [(accounts[row[1]], row[2]) for row in lines]
            lineage.record(
                cursor, head[0], head[2], moved, cause=cursor.fetchone(), reverses=head[6], purpose=named.get(head[0])
            )
        if schema_editor.connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        guard.database_forwards("funds", schema_editor, None, None)


class Migration(migrations.Migration):
    dependencies = [("funds", "0011_bound_streams")]
    operations = [migrations.RunPython(take_up, migrations.RunPython.noop)]
