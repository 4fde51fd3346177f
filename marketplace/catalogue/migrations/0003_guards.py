"""A published list is never changed: the database refuses, whoever asks.

Services may be inserted, changed and removed only while their list is a draft or under review. Of a published list
only its state may change, once, to "superseded" (with the moment); of a superseded one nothing.
"""

from django.db import migrations

from marketplace.core.appendonly import per_database

LIST, ITEM = "catalogue_purchaselist", "catalogue_serviceitem"
FIXED = (
    "year", "version", "office_id", "title_zh", "title_en", "note_zh", "note_en", "drafted_by_id", "state_reason",
    "based_on_id", "submitted_at", "published_at", "valid_from",
)
_OUT = "('published', 'superseded')"

SQLITE = f"""
CREATE TRIGGER {ITEM}_fixed_insert BEFORE INSERT ON {ITEM}
WHEN (SELECT state FROM {LIST} WHERE id = NEW.purchase_list_id) IN {_OUT}
BEGIN SELECT RAISE(ABORT, 'a published purchase list is not changed'); END;
CREATE TRIGGER {ITEM}_fixed_update BEFORE UPDATE ON {ITEM}
WHEN (SELECT state FROM {LIST} WHERE id = OLD.purchase_list_id) IN {_OUT}
  OR (SELECT state FROM {LIST} WHERE id = NEW.purchase_list_id) IN {_OUT}
BEGIN SELECT RAISE(ABORT, 'a published purchase list is not changed'); END;
CREATE TRIGGER {ITEM}_fixed_delete BEFORE DELETE ON {ITEM}
WHEN (SELECT state FROM {LIST} WHERE id = OLD.purchase_list_id) IN {_OUT}
BEGIN SELECT RAISE(ABORT, 'a published purchase list is not changed'); END;
CREATE TRIGGER {LIST}_fixed_update BEFORE UPDATE ON {LIST}
WHEN OLD.state IN {_OUT} AND (
  (NEW.state <> OLD.state AND NOT (OLD.state = 'published' AND NEW.state = 'superseded'))
  OR (OLD.state = 'superseded' AND OLD.superseded_at IS NOT NEW.superseded_at)
  OR {" OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in FIXED)})
BEGIN SELECT RAISE(ABORT, 'a published purchase list is not changed'); END;
CREATE TRIGGER {LIST}_fixed_delete BEFORE DELETE ON {LIST}
WHEN OLD.state IN {_OUT}
BEGIN SELECT RAISE(ABORT, 'a published purchase list is not changed'); END;
"""
SQLITE_UNDO = "".join(
    f"DROP TRIGGER IF EXISTS {name};\n"
    for name in (
        f"{ITEM}_fixed_insert", f"{ITEM}_fixed_update", f"{ITEM}_fixed_delete", f"{LIST}_fixed_update",
        f"{LIST}_fixed_delete",
    )
)

POSTGRES = f"""
CREATE FUNCTION linli_item_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (TG_OP <> 'INSERT' AND (SELECT state FROM {LIST} WHERE id = OLD.purchase_list_id) IN {_OUT})
     OR (TG_OP <> 'DELETE' AND (SELECT state FROM {LIST} WHERE id = NEW.purchase_list_id) IN {_OUT}) THEN
    RAISE EXCEPTION 'a published purchase list is not changed' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER {ITEM}_fixed BEFORE INSERT OR UPDATE OR DELETE ON {ITEM}
FOR EACH ROW EXECUTE FUNCTION linli_item_fixed();
CREATE FUNCTION linli_list_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state IN {_OUT} AND (TG_OP = 'DELETE'
     OR (NEW.state <> OLD.state AND NOT (OLD.state = 'published' AND NEW.state = 'superseded'))
     OR (OLD.state = 'superseded' AND OLD.superseded_at IS DISTINCT FROM NEW.superseded_at)
     OR {" OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in FIXED)}) THEN
    RAISE EXCEPTION 'a published purchase list is not changed' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER {LIST}_fixed BEFORE UPDATE OR DELETE ON {LIST}
FOR EACH ROW EXECUTE FUNCTION linli_list_fixed();
"""
POSTGRES_UNDO = f"""
DROP TRIGGER IF EXISTS {ITEM}_fixed ON {ITEM}; DROP TRIGGER IF EXISTS {LIST}_fixed ON {LIST};
DROP FUNCTION IF EXISTS linli_item_fixed(); DROP FUNCTION IF EXISTS linli_list_fixed();
"""


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_initial")]
    operations = [
        per_database(sqlite=SQLITE, postgresql=POSTGRES, undo_sqlite=SQLITE_UNDO, undo_postgresql=POSTGRES_UNDO)
    ]
