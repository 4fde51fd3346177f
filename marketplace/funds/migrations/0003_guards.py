"""The books guard themselves: what the database refuses, whoever asks (see models.py for the scheme)."""

from django.db import migrations

from marketplace.core.appendonly import append_only, per_database

SQLITE = """
CREATE TRIGGER funds_line_guard BEFORE INSERT ON funds_line BEGIN
  SELECT RAISE(ABORT, 'ledger: the entry is closed') WHERE EXISTS (SELECT 1 FROM funds_entry WHERE id = NEW.entry_id);
  SELECT RAISE(ABORT, 'ledger: a line of nothing') WHERE NEW.amount = 0;
  SELECT RAISE(ABORT, 'ledger: wrong running number or balance') WHERE NOT (
    NEW.seq = 1 + COALESCE((SELECT seq FROM funds_line WHERE account_id = NEW.account_id ORDER BY seq DESC LIMIT 1), 0)
    AND NEW.balance = NEW.amount + COALESCE((SELECT balance FROM funds_line WHERE account_id = NEW.account_id ORDER BY seq DESC LIMIT 1), 0));
  SELECT RAISE(ABORT, 'ledger: the balance would fall below zero')
    WHERE NEW.balance < 0 AND (SELECT floored FROM funds_account WHERE id = NEW.account_id);
END;
CREATE TRIGGER funds_entry_guard BEFORE INSERT ON funds_entry BEGIN
  SELECT RAISE(ABORT, 'ledger: wrong number or previous hash') WHERE NOT (
    NEW.number = 1 + COALESCE((SELECT number FROM funds_entry ORDER BY number DESC LIMIT 1), 0)
    AND NEW.previous_hash = COALESCE((SELECT hash FROM funds_entry ORDER BY number DESC LIMIT 1), '0000000000000000000000000000000000000000000000000000000000000000'));
  SELECT RAISE(ABORT, 'ledger: the lines do not add up to zero') WHERE NOT EXISTS (
    SELECT 1 FROM funds_line WHERE entry_id = NEW.id GROUP BY entry_id HAVING COUNT(*) >= 2 AND SUM(amount) = 0);
END;
"""
SQLITE_UNDO = "DROP TRIGGER IF EXISTS funds_line_guard; DROP TRIGGER IF EXISTS funds_entry_guard;"

POSTGRES = """
CREATE OR REPLACE FUNCTION linli_line_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last_seq bigint; last_balance bigint; has_floor boolean;
BEGIN
  SELECT floored INTO has_floor FROM funds_account WHERE id = NEW.account_id FOR UPDATE;
  IF EXISTS (SELECT 1 FROM funds_entry WHERE id = NEW.entry_id) THEN
    RAISE EXCEPTION 'ledger: the entry is closed' USING ERRCODE = 'integrity_constraint_violation'; END IF;
  IF NEW.amount = 0 THEN
    RAISE EXCEPTION 'ledger: a line of nothing' USING ERRCODE = 'integrity_constraint_violation'; END IF;
  SELECT seq, balance INTO last_seq, last_balance FROM funds_line WHERE account_id = NEW.account_id ORDER BY seq DESC LIMIT 1;
  IF NEW.seq <> COALESCE(last_seq, 0) + 1 OR NEW.balance <> COALESCE(last_balance, 0) + NEW.amount THEN
    RAISE EXCEPTION 'ledger: wrong running number or balance' USING ERRCODE = 'integrity_constraint_violation'; END IF;
  IF NEW.balance < 0 AND has_floor THEN
    RAISE EXCEPTION 'ledger: the balance would fall below zero' USING ERRCODE = 'integrity_constraint_violation'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER funds_line_guard BEFORE INSERT ON funds_line FOR EACH ROW EXECUTE FUNCTION linli_line_guard();
CREATE OR REPLACE FUNCTION linli_entry_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE last_number bigint; last_hash text; parts bigint; total numeric;
BEGIN
  PERFORM pg_advisory_xact_lock(7215501);
  SELECT number, hash INTO last_number, last_hash FROM funds_entry ORDER BY number DESC LIMIT 1;
  IF NEW.number <> COALESCE(last_number, 0) + 1 OR NEW.previous_hash <> COALESCE(last_hash, repeat('0', 64)) THEN
    RAISE EXCEPTION 'ledger: wrong number or previous hash' USING ERRCODE = 'integrity_constraint_violation'; END IF;
  SELECT count(*), sum(amount) INTO parts, total FROM funds_line WHERE entry_id = NEW.id;
  IF parts < 2 OR total <> 0 THEN
    RAISE EXCEPTION 'ledger: the lines do not add up to zero' USING ERRCODE = 'integrity_constraint_violation'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER funds_entry_guard BEFORE INSERT ON funds_entry FOR EACH ROW EXECUTE FUNCTION linli_entry_guard();
"""
POSTGRES_UNDO = "DROP TRIGGER IF EXISTS funds_line_guard ON funds_line; DROP TRIGGER IF EXISTS funds_entry_guard ON funds_entry;"


class Migration(migrations.Migration):
    dependencies = [("funds", "0002_initial")]
    operations = [
        per_database(sqlite=SQLITE, postgresql=POSTGRES, undo_sqlite=SQLITE_UNDO, undo_postgresql=POSTGRES_UNDO),
        append_only("funds_account"),
        append_only("funds_entry"),
        append_only("funds_line"),
    ]
