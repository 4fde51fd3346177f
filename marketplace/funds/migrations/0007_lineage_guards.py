"""Each fen is in one place: the database moves the runs itself and refuses one that does not lie where it is taken from.

The entries that were booked before are taken up by 0012, by the rule as it stands since then.
"""

from django.db import migrations

from marketplace.core.appendonly import append_only, per_database

SQLITE = """
CREATE TRIGGER funds_allocation_guard BEFORE INSERT ON funds_allocation BEGIN
  SELECT RAISE(ABORT, 'lineage: a run without fen') WHERE NEW.start >= NEW.stop OR NEW.start < 0;
  SELECT RAISE(ABORT, 'lineage: from nowhere to nowhere') WHERE NEW.from_account_id IS NEW.to_account_id;
  SELECT RAISE(ABORT, 'lineage: not the next numbers of the stream') WHERE NEW.from_account_id IS NULL AND NEW.start <> COALESCE(
    (SELECT stop FROM funds_allocation WHERE stream_id = NEW.stream_id AND from_account_id IS NULL ORDER BY start DESC LIMIT 1), 0);
  SELECT RAISE(ABORT, 'lineage: these fen do not lie there') WHERE NEW.from_account_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM funds_holding WHERE account_id = NEW.from_account_id AND stream_id = NEW.stream_id AND start <= NEW.start AND stop >= NEW.stop);
END;
CREATE TRIGGER funds_allocation_moves AFTER INSERT ON funds_allocation BEGIN
  INSERT INTO funds_holding (account_id, stream_id, start, stop) SELECT account_id, stream_id, start, NEW.start FROM funds_holding
    WHERE account_id = NEW.from_account_id AND stream_id = NEW.stream_id AND start < NEW.start AND stop >= NEW.stop;
  INSERT INTO funds_holding (account_id, stream_id, start, stop) SELECT account_id, stream_id, NEW.stop, stop FROM funds_holding
    WHERE account_id = NEW.from_account_id AND stream_id = NEW.stream_id AND start <= NEW.start AND stop > NEW.stop;
  DELETE FROM funds_holding WHERE account_id = NEW.from_account_id AND stream_id = NEW.stream_id AND start <= NEW.start AND stop >= NEW.stop;
  INSERT INTO funds_holding (account_id, stream_id, start, stop) SELECT NEW.to_account_id, NEW.stream_id,
    COALESCE((SELECT start FROM funds_holding WHERE account_id = NEW.to_account_id AND stream_id = NEW.stream_id AND start < NEW.start AND stop = NEW.start), NEW.start),
    COALESCE((SELECT stop FROM funds_holding WHERE account_id = NEW.to_account_id AND stream_id = NEW.stream_id AND start = NEW.stop), NEW.stop)
    WHERE NEW.to_account_id IS NOT NULL;
  DELETE FROM funds_holding WHERE account_id = NEW.to_account_id AND stream_id = NEW.stream_id
    AND ((start < NEW.start AND stop = NEW.start) OR start = NEW.stop);
END;
CREATE TRIGGER funds_holding_no_update BEFORE UPDATE ON funds_holding BEGIN SELECT RAISE(ABORT, 'lineage: holdings follow from allocations'); END;
"""
SQLITE_UNDO = """
DROP TRIGGER IF EXISTS funds_allocation_guard;
DROP TRIGGER IF EXISTS funds_allocation_moves;
DROP TRIGGER IF EXISTS funds_holding_no_update;
"""
POSTGRES = """
CREATE OR REPLACE FUNCTION linli_allocation_moves() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE held funds_holding%ROWTYPE; before_it funds_holding%ROWTYPE; after_it funds_holding%ROWTYPE; last_stop bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(7215501);
  IF NEW.start >= NEW.stop OR NEW.start < 0 THEN
    RAISE EXCEPTION 'lineage: a run without fen' USING ERRCODE = 'integrity_constraint_violation'; END IF;
  IF NEW.from_account_id IS NOT DISTINCT FROM NEW.to_account_id THEN
    RAISE EXCEPTION 'lineage: from nowhere to nowhere' USING ERRCODE = 'integrity_constraint_violation'; END IF;
  IF NEW.from_account_id IS NULL THEN
    SELECT stop INTO last_stop FROM funds_allocation WHERE stream_id = NEW.stream_id AND from_account_id IS NULL ORDER BY start DESC LIMIT 1;
    IF NEW.start <> COALESCE(last_stop, 0) THEN
      RAISE EXCEPTION 'lineage: not the next numbers of the stream' USING ERRCODE = 'integrity_constraint_violation'; END IF;
  ELSE
    SELECT * INTO held FROM funds_holding
      WHERE account_id = NEW.from_account_id AND stream_id = NEW.stream_id AND start <= NEW.start AND stop >= NEW.stop;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'lineage: these fen do not lie there' USING ERRCODE = 'integrity_constraint_violation'; END IF;
    DELETE FROM funds_holding WHERE id = held.id;
    IF held.start < NEW.start THEN
      INSERT INTO funds_holding (account_id, stream_id, start, stop) VALUES (held.account_id, held.stream_id, held.start, NEW.start); END IF;
    IF held.stop > NEW.stop THEN
      INSERT INTO funds_holding (account_id, stream_id, start, stop) VALUES (held.account_id, held.stream_id, NEW.stop, held.stop); END IF;
  END IF;
  IF NEW.to_account_id IS NOT NULL THEN
    SELECT * INTO before_it FROM funds_holding WHERE account_id = NEW.to_account_id AND stream_id = NEW.stream_id AND start < NEW.start AND stop = NEW.start;
    SELECT * INTO after_it FROM funds_holding WHERE account_id = NEW.to_account_id AND stream_id = NEW.stream_id AND start = NEW.stop;
    DELETE FROM funds_holding WHERE id IN (before_it.id, after_it.id);
    INSERT INTO funds_holding (account_id, stream_id, start, stop)
      VALUES (NEW.to_account_id, NEW.stream_id, COALESCE(before_it.start, NEW.start), COALESCE(after_it.stop, NEW.stop));
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER funds_allocation_moves BEFORE INSERT ON funds_allocation FOR EACH ROW EXECUTE FUNCTION linli_allocation_moves();
CREATE TRIGGER funds_holding_no_update BEFORE UPDATE ON funds_holding FOR EACH ROW EXECUTE FUNCTION linli_append_only();
"""
POSTGRES_UNDO = """
DROP TRIGGER IF EXISTS funds_allocation_moves ON funds_allocation;
DROP TRIGGER IF EXISTS funds_holding_no_update ON funds_holding;
"""


class Migration(migrations.Migration):
    dependencies = [("funds", "0006_lineage")]
    operations = [
        per_database(sqlite=SQLITE, postgresql=POSTGRES, undo_sqlite=SQLITE_UNDO, undo_postgresql=POSTGRES_UNDO),
        append_only("funds_allocation"),
    ]
