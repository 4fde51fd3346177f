"""The log guards itself as the books do, and takes up the entries that were booked before it was there."""

from django.db import migrations

from marketplace.core.appendonly import append_only, fixed, per_database

SQLITE = """
CREATE TRIGGER funds_logleaf_guard BEFORE INSERT ON funds_logleaf BEGIN
  SELECT RAISE(ABORT, 'log: not the next leaf') WHERE NEW.id <> 1 + COALESCE((SELECT id FROM funds_logleaf ORDER BY id DESC LIMIT 1), -1);
  SELECT RAISE(ABORT, 'log: a hash has 32 bytes') WHERE length(NEW.hash) <> 32;
END;
CREATE TRIGGER funds_logrecord_guard BEFORE INSERT ON funds_logrecord BEGIN
  SELECT RAISE(ABORT, 'log: not the next record') WHERE NEW.leaf_id <> NEW.entries + NEW.position
    OR NEW.position <> 1 + COALESCE((SELECT MAX(position) FROM funds_logrecord), -1);
END;
"""
SQLITE_UNDO = "DROP TRIGGER IF EXISTS funds_logleaf_guard; DROP TRIGGER IF EXISTS funds_logrecord_guard;"

POSTGRES = """
CREATE OR REPLACE FUNCTION linli_logleaf_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(7215501);
  IF NEW.id <> 1 + COALESCE((SELECT id FROM funds_logleaf ORDER BY id DESC LIMIT 1), -1) THEN
    RAISE EXCEPTION 'log: not the next leaf' USING ERRCODE = 'integrity_constraint_violation'; END IF;
  IF length(NEW.hash) <> 32 THEN
    RAISE EXCEPTION 'log: a hash has 32 bytes' USING ERRCODE = 'integrity_constraint_violation'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER funds_logleaf_guard BEFORE INSERT ON funds_logleaf FOR EACH ROW EXECUTE FUNCTION linli_logleaf_guard();
CREATE OR REPLACE FUNCTION linli_logrecord_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.leaf_id <> NEW.entries + NEW.position OR NEW.position <> 1 + COALESCE((SELECT MAX(position) FROM funds_logrecord), -1) THEN
    RAISE EXCEPTION 'log: not the next record' USING ERRCODE = 'integrity_constraint_violation'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER funds_logrecord_guard BEFORE INSERT ON funds_logrecord FOR EACH ROW EXECUTE FUNCTION linli_logrecord_guard();
"""
POSTGRES_UNDO = "DROP TRIGGER IF EXISTS funds_logleaf_guard ON funds_logleaf; DROP TRIGGER IF EXISTS funds_logrecord_guard ON funds_logrecord;"


def take_up(apps, schema_editor):
    """Every entry becomes a leaf, in order."""
    from marketplace.funds import canonical, log
    from marketplace.funds.verify import entries_of, labels_of, moment_text

    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(MAX(number), 0) FROM funds_entry")
        last, labels = cursor.fetchone()[0], labels_of(cursor)
        for head, lines in entries_of(last):
            _pk, number, kind, moment, text, cause, reverses, *_rest = head
            log.append(cursor, number - 1, canonical.canonical(
                number=number, kind=kind, at=moment_text(moment), text=text, cause=cause, reverses=reverses,
                lines=[(labels[row[1]], row[2]) for row in lines],
            ))  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("funds", "0004_log")]
    operations = [
        per_database(sqlite=SQLITE, postgresql=POSTGRES, undo_sqlite=SQLITE_UNDO, undo_postgresql=POSTGRES_UNDO),
        migrations.RunPython(take_up, migrations.RunPython.noop),
        append_only("funds_logleaf"),
        append_only("funds_lognode"),
        append_only("funds_logrecord"),
        append_only("funds_checkpoint"),
        append_only("funds_cosignature"),
        fixed("funds_sealedreceipt", "taken", columns=("key", "body", "salt")),
        fixed("funds_sealedreceipt", "placed", columns=("batch_id", "position", "path"), when="{row}.batch_id IS NOT NULL"),
    ]
