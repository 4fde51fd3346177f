"""The books guard themselves: what the database refuses, whoever asks (see models.py for the scheme).

account: known kind, its floor, a cause just for promises. line: entry still open, amount, running number, balance,
floor. entry: next number, previous hash, two lines or more, zero for each fund, the accounts of its kind (so that a
payment comes out of a promise and from nowhere else), and a correction is the exact reversal of one entry that is none.
"Once" is the unique column reverses_id; a line without its entry fails at commit by the deferred foreign key.
SQLite's INSERT OR REPLACE would remove a row unseen, so rows that are there already are refused by name.
"""

from django.db import migrations

from marketplace.core.appendonly import append_only, per_database

GENESIS = "0" * 64
# Which lines an entry of a kind may have; a: account, l: line. Anything else is refused.
SHAPES = """CASE NEW.kind
    WHEN 'RECEIPT' THEN (a.kind = 'SOURCE' AND l.amount < 0) OR (a.kind = 'FREE' AND l.amount > 0)
    WHEN 'GRANT' THEN (a.kind = 'SOURCE' AND l.amount < 0) OR (a.kind = 'FREE' AND l.amount > 0)
    WHEN 'COMMITMENT' THEN a.kind IN ('FREE', 'COMMITMENT')
    WHEN 'RELEASE' THEN (a.kind = 'COMMITMENT' AND l.amount < 0) OR (a.kind = 'FREE' AND l.amount > 0)
    WHEN 'PAYMENT' THEN (a.kind = 'COMMITMENT' AND l.amount < 0) OR (a.kind = 'PAID' AND l.amount > 0)
    WHEN 'REFUND' THEN (a.kind = 'PAID' AND l.amount < 0) OR (a.kind = 'FREE' AND l.amount > 0)
    WHEN 'TRANSFER' THEN a.kind IN ('FREE', 'TRANSFER')
    WHEN 'CORRECTION' THEN NEW.reverses_id IS NOT NULL
    ELSE 1 = 0 END"""
ACCOUNT = """NEW.kind IN ('SOURCE', 'FREE', 'COMMITMENT', 'PAID', 'TRANSFER')
    AND NEW.floored = (NEW.kind IN ('FREE', 'COMMITMENT', 'PAID'))
    AND (NEW.cause_id IS NOT NULL) = (NEW.kind = 'COMMITMENT') AND (NEW.cause_type_id IS NOT NULL) = (NEW.kind = 'COMMITMENT')
    AND (NEW.cause_label <> '') = (NEW.kind = 'COMMITMENT')"""

SQLITE = f"""
CREATE TRIGGER funds_account_guard BEFORE INSERT ON funds_account BEGIN
  SELECT RAISE(ABORT, 'ledger: no such account') WHERE NOT ({ACCOUNT});
  SELECT RAISE(ABORT, 'ledger: the account is there already') WHERE EXISTS (SELECT 1 FROM funds_account WHERE id = NEW.id)
    OR EXISTS (SELECT 1 FROM funds_account WHERE fund_id = NEW.fund_id AND kind = NEW.kind AND cause_type_id IS NEW.cause_type_id AND cause_id IS NEW.cause_id);
END;
CREATE TRIGGER funds_line_guard BEFORE INSERT ON funds_line BEGIN
  SELECT RAISE(ABORT, 'ledger: the entry is closed') WHERE EXISTS (SELECT 1 FROM funds_entry WHERE id = NEW.entry_id);
  SELECT RAISE(ABORT, 'ledger: the line is there already') WHERE EXISTS (SELECT 1 FROM funds_line WHERE id = NEW.id)
    OR EXISTS (SELECT 1 FROM funds_line WHERE entry_id = NEW.entry_id AND position = NEW.position);
  SELECT RAISE(ABORT, 'ledger: a line of nothing') WHERE NEW.amount = 0;
  SELECT RAISE(ABORT, 'ledger: wrong running number or balance') WHERE NOT (
    NEW.seq = 1 + COALESCE((SELECT seq FROM funds_line WHERE account_id = NEW.account_id ORDER BY seq DESC LIMIT 1), 0)
    AND NEW.balance = NEW.amount + COALESCE((SELECT balance FROM funds_line WHERE account_id = NEW.account_id ORDER BY seq DESC LIMIT 1), 0));
  SELECT RAISE(ABORT, 'ledger: the balance would fall below zero')
    WHERE NEW.balance < 0 AND (SELECT floored FROM funds_account WHERE id = NEW.account_id);
END;
CREATE TRIGGER funds_entry_guard BEFORE INSERT ON funds_entry BEGIN
  SELECT RAISE(ABORT, 'ledger: wrong number or previous hash') WHERE NOT (NEW.id = NEW.number
    AND NEW.number = 1 + COALESCE((SELECT number FROM funds_entry ORDER BY number DESC LIMIT 1), 0)
    AND NEW.previous_hash = COALESCE((SELECT hash FROM funds_entry ORDER BY number DESC LIMIT 1), '{GENESIS}'));
  SELECT RAISE(ABORT, 'ledger: the lines do not add up to zero') WHERE (SELECT COUNT(*) FROM funds_line WHERE entry_id = NEW.id) < 2
    OR EXISTS (SELECT 1 FROM funds_line l JOIN funds_account a ON a.id = l.account_id WHERE l.entry_id = NEW.id GROUP BY a.fund_id HAVING SUM(l.amount) <> 0);
  SELECT RAISE(ABORT, 'ledger: these accounts do not belong to an entry of this kind') WHERE EXISTS (
    SELECT 1 FROM funds_line l JOIN funds_account a ON a.id = l.account_id WHERE l.entry_id = NEW.id AND NOT ({SHAPES}));
  SELECT RAISE(ABORT, 'ledger: a correction is the exact reversal of one entry') WHERE (NEW.kind = 'CORRECTION') <> (NEW.reverses_id IS NOT NULL)
    OR NEW.reverses_id IS NOT NULL AND (NOT EXISTS (SELECT 1 FROM funds_entry WHERE id = NEW.reverses_id AND kind <> 'CORRECTION')
      OR EXISTS (SELECT 1 FROM funds_line WHERE entry_id IN (NEW.id, NEW.reverses_id) GROUP BY account_id HAVING SUM(amount) <> 0));
END;
"""
SQLITE_UNDO = "DROP TRIGGER IF EXISTS funds_account_guard; DROP TRIGGER IF EXISTS funds_line_guard; DROP TRIGGER IF EXISTS funds_entry_guard;"

POSTGRES = f"""
CREATE OR REPLACE FUNCTION linli_account_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT ({ACCOUNT}) THEN
    RAISE EXCEPTION 'ledger: no such account' USING ERRCODE = 'integrity_constraint_violation'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER funds_account_guard BEFORE INSERT ON funds_account FOR EACH ROW EXECUTE FUNCTION linli_account_guard();
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
DECLARE last_number bigint; last_hash text;
BEGIN
  PERFORM pg_advisory_xact_lock(7215501);
  SELECT number, hash INTO last_number, last_hash FROM funds_entry ORDER BY number DESC LIMIT 1;
  IF NEW.id <> NEW.number OR NEW.number <> COALESCE(last_number, 0) + 1 OR NEW.previous_hash <> COALESCE(last_hash, '{GENESIS}') THEN
    RAISE EXCEPTION 'ledger: wrong number or previous hash' USING ERRCODE = 'integrity_constraint_violation'; END IF;
  IF (SELECT COUNT(*) FROM funds_line WHERE entry_id = NEW.id) < 2
    OR EXISTS (SELECT 1 FROM funds_line l JOIN funds_account a ON a.id = l.account_id WHERE l.entry_id = NEW.id GROUP BY a.fund_id HAVING SUM(l.amount) <> 0) THEN
    RAISE EXCEPTION 'ledger: the lines do not add up to zero' USING ERRCODE = 'integrity_constraint_violation'; END IF;
  IF EXISTS (SELECT 1 FROM funds_line l JOIN funds_account a ON a.id = l.account_id WHERE l.entry_id = NEW.id AND NOT ({SHAPES})) THEN
    RAISE EXCEPTION 'ledger: these accounts do not belong to an entry of this kind' USING ERRCODE = 'integrity_constraint_violation'; END IF;
  IF (NEW.kind = 'CORRECTION') <> (NEW.reverses_id IS NOT NULL)
    OR NEW.reverses_id IS NOT NULL AND (NOT EXISTS (SELECT 1 FROM funds_entry WHERE id = NEW.reverses_id AND kind <> 'CORRECTION')
      OR EXISTS (SELECT 1 FROM funds_line WHERE entry_id IN (NEW.id, NEW.reverses_id) GROUP BY account_id HAVING SUM(amount) <> 0)) THEN
    RAISE EXCEPTION 'ledger: a correction is the exact reversal of one entry' USING ERRCODE = 'integrity_constraint_violation'; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER funds_entry_guard BEFORE INSERT ON funds_entry FOR EACH ROW EXECUTE FUNCTION linli_entry_guard();
"""
POSTGRES_UNDO = "DROP TRIGGER IF EXISTS funds_account_guard ON funds_account; DROP TRIGGER IF EXISTS funds_line_guard ON funds_line; DROP TRIGGER IF EXISTS funds_entry_guard ON funds_entry;"


class Migration(migrations.Migration):
    dependencies = [("funds", "0002_initial")]
    operations = [
        per_database(sqlite=SQLITE, postgresql=POSTGRES, undo_sqlite=SQLITE_UNDO, undo_postgresql=POSTGRES_UNDO),
        append_only("funds_account"),
        append_only("funds_entry"),
        append_only("funds_line"),
    ]
