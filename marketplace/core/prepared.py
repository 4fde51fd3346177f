"""Statements that are made once for a connection and kept: for the few kinds of rows that nearly every act reads or writes.

    class AuditEvent(Prepared, models.Model): ...
    find(Gift, code="…")

Django makes the SQL of every save and every read anew, which costs more than the database does with it. A `Prepared` row
is saved and read again as ever (signals, checks, transactions are Django's); only its INSERT, its UPDATE by key and its
SELECT by key are kept. What is not plain (an expression as a value, deferred columns) goes Django's own way.
"""

from django.db import DEFAULT_DB_ALIAS, connections


class Prepared:
    """A row of one table whose statements are kept. Stands before `models.Model`."""

    def _do_insert(self, manager, using, fields, returning_fields, raw):
        plain = not raw and returning_fields in ([], [self._meta.pk]) and all(_is_plain(field) for field in fields)
        values = [(field, field.pre_save(self, True)) for field in fields] if plain else []
        if not plain or any(hasattr(value, "resolve_expression") for _field, value in values):
            return super()._do_insert(manager, using, fields, returning_fields, raw)
        connection = connections[using]
        key = ("insert", type(self), tuple(field.column for field in fields), len(returning_fields))
        sql = _kept(connection, key, lambda: _insert_sql(connection, self._meta, fields, returning_fields))
        with connection.cursor() as cursor:
            cursor.execute(sql, [field.get_db_prep_save(value, connection) for field, value in values])
            return [cursor.fetchone()] if returning_fields else []

    def _do_update(self, base_qs, using, pk_val, values, update_fields, forced_update):
        plain = values and not self._meta.select_on_save and all(_is_plain(field) for field, _model, _value in values)
        if not plain or any(hasattr(value, "resolve_expression") for _field, _model, value in values):
            return super()._do_update(base_qs, using, pk_val, values, update_fields, forced_update)
        connection, pk = connections[using], self._meta.pk
        key = ("update", type(self), tuple(field.column for field, _model, _value in values))
        sql = _kept(connection, key, lambda: _update_sql(connection, self._meta, [field for field, *_rest in values]))
        told = [field.get_db_prep_save(value, connection) for field, _model, value in values]
        with connection.cursor() as cursor:
            cursor.execute(sql, [*told, pk.get_db_prep_save(pk_val, connection)])
            return cursor.rowcount > 0

    def refresh_from_db(self, using=None, fields=None, from_queryset=None):
        if using is None and fields is None and not self.get_deferred_fields():
            from_queryset = _ByKey(type(self), from_queryset is not None and from_queryset.query.select_for_update)
        super().refresh_from_db(using=using, fields=fields, from_queryset=from_queryset)


def find(model, *, lock=False, **where):
    """The row of `model` whose columns have these values (one at most may have them), or None. None: the column is empty.

    lock: until the transaction ends, on a database that locks rows.
    """
    connection, meta = connections[DEFAULT_DB_ALIAS], model._meta
    empty = frozenset(name for name, value in where.items() if value is None)
    names = tuple(where)
    sql, columns, converters = _kept(
        connection, ("select", model, names, empty, bool(lock)), lambda: _select(connection, model, names, empty, lock)
    )
    told = [meta.get_field(name).get_db_prep_value(value, connection) for name, value in where.items() if value is not None]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(sql, told)
        row = cursor.fetchone()
    if row is None:
        return None
    row = list(row)
    for place, (found, expression) in converters.items():
        for convert in found:
            row[place] = convert(row[place], expression, connection)
    return model.from_db(DEFAULT_DB_ALIAS, columns, row)


class _ByKey:
    """What `refresh_from_db` asks of a queryset."""

    def __init__(self, model, lock):
        self.model, self.lock = model, lock

    def filter(self, *, pk):
        self.pk = pk
        return self

    def get(self):
        found = find(self.model, lock=self.lock, **{self.model._meta.pk.attname: self.pk})
        if found is None:
            raise self.model.DoesNotExist(f"{self.model._meta.object_name} matching query does not exist.")
        return found


def _is_plain(field) -> bool:
    """Its placeholder in a statement is the usual one."""
    return not hasattr(field, "get_placeholder")


def _kept(connection, key, make):
    kept = connection.__dict__.setdefault("prepared_statements", {})
    if key not in kept:
        kept[key] = make()
    return kept[key]


def _insert_sql(connection, meta, fields, returning) -> str:
    quote = connection.ops.quote_name
    columns, places = ", ".join(quote(f.column) for f in fields), ", ".join(["%s"] * len(fields))
    back = f" RETURNING {quote(meta.pk.column)}" if returning else ""
    return f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ({places}){back}"


def _update_sql(connection, meta, fields) -> str:
    quote = connection.ops.quote_name
    changes = ", ".join(f"{quote(f.column)} = %s" for f in fields)
    return f"UPDATE {quote(meta.db_table)} SET {changes} WHERE {quote(meta.pk.column)} = %s"


def _select(connection, model, names, empty, lock) -> tuple:
    """(SQL, columns, converters) as Django makes them for these columns."""
    rows = model._base_manager.using(DEFAULT_DB_ALIAS).order_by()
    for name in names:
        field = model._meta.get_field(name)
        rows = rows.filter(**({f"{name}__isnull": True} if name in empty else {name: _any_value(field)}))
    if lock and connection.features.has_select_for_update:
        rows = rows.select_for_update(**({"of": ("self",)} if connection.features.has_select_for_update_of else {}))
    compiler = rows.query.get_compiler(connection=connection)
    sql, _params = compiler.as_sql()
    expressions = [expression for expression, _sql, _alias in compiler.select]
    return sql, [e.target.attname for e in expressions], compiler.get_converters(expressions)


def _any_value(field):
    """Something that can be compared with this column: only its place in the statement counts."""
    kind = field.target_field.get_internal_type() if field.is_relation else field.get_internal_type()
    return "x" if kind in ("CharField", "TextField") else 1
