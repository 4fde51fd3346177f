"""One migration step for many: Django draws every model of the portal anew for each operation, which takes a second each.

`Together([...])` takes CreateModel, AddField, AlterField, AddIndex and AddConstraint. Models that it makes are made once, as
they are in the end. Fields are added to models that were there before; alterations must not touch the table (choices, labels).
"""

from django.db.migrations.operations import AddField, CreateModel
from django.db.migrations.operations.base import Operation


class Together(Operation):
    """The operations as one; reversible."""

    reduces_to_sql = True
    atomic = True

    def __init__(self, operations):
        self.operations = operations

    def deconstruct(self):
        return self.__class__.__name__, [self.operations], {}

    def state_forwards(self, app_label, state):
        state.__dict__.pop("apps", None)  # drawn once, when it is asked for
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        made = [op.name for op in self.operations if isinstance(op, CreateModel)]
        for name in made:
            schema_editor.create_model(to_state.apps.get_model(app_label, name))
        for field in self._added(made):
            self._add(app_label, schema_editor, from_state, to_state, field)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        made = [op.name for op in self.operations if isinstance(op, CreateModel)]
        for field in self._added(made):
            table = from_state.apps.get_model(app_label, field.model_name)._meta.db_table
            schema_editor.execute(f'ALTER TABLE "{table}" DROP COLUMN "{field.name}"')
        for name in reversed(made):
            schema_editor.delete_model(from_state.apps.get_model(app_label, name))

    def _added(self, made):
        new = {name.lower() for name in made}
        return [op for op in self.operations if isinstance(op, AddField) and op.model_name.lower() not in new]

    def _add(self, app_label, schema_editor, from_state, to_state, operation):
        """A column by ALTER TABLE with its default: SQLite's way of Django would copy the table for each."""
        model = to_state.apps.get_model(app_label, operation.model_name)
        field = model._meta.get_field(operation.name)
        kind = field.db_parameters(connection=schema_editor.connection)["type"]
        null = "" if field.null else " NOT NULL"
        default = "" if field.null else f" DEFAULT {schema_editor.quote_value(schema_editor.effective_default(field))}"
        schema_editor.execute(f'ALTER TABLE "{model._meta.db_table}" ADD COLUMN "{field.column}" {kind}{null}{default}')

    def describe(self):
        return f"{len(self.operations)} operations as one"
