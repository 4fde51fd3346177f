"""Tables that only grow: the database itself refuses UPDATE and DELETE, whoever asks."""

from django.db import migrations

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
_SQLITE_UNDO = "DROP TRIGGER IF EXISTS {table}_no_update; DROP TRIGGER IF EXISTS {table}_no_delete;"
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
                import sqlite3

                if sqlite3.complete_statement(statement):
                    cursor.execute(statement)
                    statement = ""
        else:
            cursor.execute(script)


def per_database(*, sqlite: str, postgresql: str, undo_sqlite: str = "", undo_postgresql: str = ""):
    """A migration operation that runs the script of the database at hand."""

    def forwards(apps, schema_editor):
        run_script(schema_editor, sqlite if schema_editor.connection.vendor == "sqlite" else postgresql)

    def backwards(apps, schema_editor):
        run_script(schema_editor, undo_sqlite if schema_editor.connection.vendor == "sqlite" else undo_postgresql)

    return migrations.RunPython(forwards, backwards)


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
    operation.append_only_table = table  # core.checks asks whether the guards are still there
    return operation
