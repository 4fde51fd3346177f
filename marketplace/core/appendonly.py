"""Tables that only grow, and rows that are fixed from a moment on: the database itself refuses, whoever asks."""

import sqlite3

from django.db.migrations.operations.base import Operation

_SQLITE = """
CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;
CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;
"""
_POSTGRES = """
CREATE OR REPLACE FUNCTION linli_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION linli_append_only();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION linli_append_only();
"""
_SQLITE_UNDO = "DROP TRIGGER IF EXISTS {table}_no_update;\nDROP TRIGGER IF EXISTS {table}_no_delete;\n"
_POSTGRES_UNDO = (
    "DROP TRIGGER IF EXISTS {table}_no_change ON {table}; DROP TRIGGER IF EXISTS {table}_no_truncate ON {table};"
)


def run_script(schema_editor, script: str):
    """Run several statements at once, on either database, inside the migration's transaction."""
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "sqlite":
            statement = ""
            for line in script.splitlines(keepends=True):
                statement += line
                if sqlite3.complete_statement(statement):
                    cursor.execute(statement)
                    statement = ""
        else:
            cursor.execute(script)


class Script(Operation):
    """A migration operation that runs the script of the database at hand; the models' state does not enter into it.

    Not RunPython: that makes Django draw up all models of the portal anew, which is most of what a new database costs.
    """

    reduces_to_sql, reversible = False, True

    def __init__(self, forwards: dict, backwards: dict):
        self.forwards, self.backwards = forwards, backwards

    def state_forwards(self, app_label, state):
        """Nothing of the models changes."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        run_script(schema_editor, self.forwards[schema_editor.connection.vendor])

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        run_script(schema_editor, self.backwards[schema_editor.connection.vendor])

    def describe(self):
        return "Guards of the database"


def per_database(*, sqlite: str, postgresql: str, undo_sqlite: str = "", undo_postgresql: str = "") -> Script:
    """A migration operation that runs the script of the database at hand."""
    return Script({"sqlite": sqlite, "postgresql": postgresql}, {"sqlite": undo_sqlite, "postgresql": undo_postgresql})


def append_only(table: str):
    """Migration operation: from now on rows of `table` are never changed or removed.

    It protects against the application and its superusers; whoever owns the database can drop a trigger,
    which is why the ledger is also a hash chain.
    """
    operation = per_database(
        sqlite=_SQLITE.format(table=table),
        postgresql=_POSTGRES.format(table=table),
        undo_sqlite=_SQLITE_UNDO.format(table=table),
        undo_postgresql=_POSTGRES_UNDO.format(table=table),
    )
    operation.guards = {  # core.checks asks whether they are still there
        "sqlite": {(table, f"{table}_no_update"), (table, f"{table}_no_delete")},
        "postgresql": {(table, f"{table}_no_change"), (table, f"{table}_no_truncate")},
    }
    return operation


def fixed(table: str, name: str, *, columns=(), when="", unless=None, inserts=False):
    """Migration operation: rows of `table` that are facts from a moment on, while other columns go on.

    Args:
        name: of the guard, one word; a table may have several.
        columns: those that stay as they are.
        when: SQL that is true of a row once it is fixed, its columns written `{row}.state`; by default always.
        unless: {vendor: SQL over OLD and NEW}: the one lawful way in which the columns change nevertheless.
        inserts: nothing is added either while `when` holds (for rows that are fixed by another row's state).

    A fixed row is never removed. Columns that are not named may change; erasure reaches them.
    """
    when, said = when or "1 = 1", f"{table} ({name}) is a fact, not to be changed"
    before, after = when.replace("{row}", "OLD"), when.replace("{row}", "NEW")
    held = f"(({before}) OR ({after}))" if inserts else f"({before})"
    lawful = {vendor: f" AND NOT COALESCE({sql}, {false})" if (sql := (unless or {}).get(vendor)) else ""
              for vendor, false in (("sqlite", "0"), ("postgresql", "FALSE"))}  # fmt: skip

    def changed(differs, vendor):
        differing = " OR ".join(f'OLD."{column}" {differs} NEW."{column}"' for column in columns)
        return f"({differing}){lawful[vendor]}"

    guards = {"update": f"{held} AND {changed('IS NOT', 'sqlite')}", "delete": f"({before})"}
    if inserts:
        guards["insert"] = f"({after})"
    sqlite = "".join(
        f"CREATE TRIGGER {table}_{name}_{act} BEFORE {act.upper()} ON {table} WHEN {held_by}\n"
        f"BEGIN SELECT RAISE(ABORT, '{said}'); END;\n"
        for act, held_by in guards.items()
    )
    function, refuse = (
        f"linli_{table}_{name}",
        f"RAISE EXCEPTION '{said}' USING ERRCODE = 'integrity_constraint_violation';",
    )
    postgresql = f"""
CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN {refuse} END IF;
  IF TG_OP = 'UPDATE' THEN IF {held} AND {changed("IS DISTINCT FROM", "postgresql")} THEN {refuse} END IF; RETURN NEW; END IF;
  IF TG_OP = 'DELETE' THEN IF {before} THEN {refuse} END IF; RETURN OLD; END IF;
  IF {after} THEN {refuse} END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER {table}_{name}_no_change BEFORE UPDATE OR DELETE{" OR INSERT" if inserts else ""} ON {table}
FOR EACH ROW EXECUTE FUNCTION {function}();
CREATE TRIGGER {table}_{name}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {function}();
"""
    names = {
        "sqlite": {(table, f"{table}_{name}_{act}") for act in guards},
        "postgresql": {(table, f"{table}_{name}_no_change"), (table, f"{table}_{name}_no_truncate")},
    }
    operation = per_database(
        sqlite=sqlite,
        postgresql=postgresql,
        undo_sqlite="".join(f"DROP TRIGGER IF EXISTS {trigger};\n" for _table, trigger in names["sqlite"]),
        undo_postgresql=f"DROP FUNCTION IF EXISTS {function}() CASCADE;",
    )
    operation.guards = names
    return operation
