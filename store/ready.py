"""A Core statement, compiled once for each database and then run on the driver itself.

Core stays the only place where a statement is written. What it does anew at each execution, though
nothing of it changes, costs more than the database does: finding the compiled form, wrapping the
cursor, describing the row (notes on performance, 9.1). Errors come as SQLAlchemy's own, without
the values of a row.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.exc import DBAPIError

Process = Callable[[Any], Any] | None


class Found(tuple[Any, ...]):
    """One row: its columns are attributes, and its mapping."""

    __slots__ = ()
    _names: tuple[str, ...] = ()

    @property
    def _mapping(self) -> dict[str, Any]:
        return dict(zip(self._names, self, strict=True))


class Ready:
    """A statement that is run often. It may have no parameters that expand (IN)."""

    def __init__(self, statement: Any, names: tuple[str, ...] | None = None) -> None:
        self.statement = statement
        self._names = names
        self._made: dict[str, _Compiled] = {}

    def first(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        """The first row, None if there is none."""
        made, cursor = self._run(connection, values)
        row = cursor.fetchone()
        cursor.close()
        return None if row is None else made.row(row)

    def every(self, connection: Connection, values: Mapping[str, Any]) -> list[Any]:
        """All rows."""
        made, cursor = self._run(connection, values)
        rows = cursor.fetchall()
        cursor.close()
        return [made.row(row) for row in rows]

    def change(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """How many rows it changed."""
        _, cursor = self._run(connection, values)
        count = cursor.rowcount
        cursor.close()
        return int(count)

    def many(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> int:
        """How many rows it changed, run once with each of these."""
        made = self._compiled(connection.dialect)
        cells = [made.parameters(row) for row in rows]
        cursor = self._sent(connection, made.sql, cells, many=True)
        count = cursor.rowcount
        cursor.close()
        return int(count)

    def insert(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """The number of the row it inserted; 0 for a table whose rows have names."""
        made, cursor = self._run(connection, values)
        if made.columns:
            key = made.row(cursor.fetchone())[0]
        else:
            key = cursor.lastrowid if made.numbered else 0
        cursor.close()
        return key if isinstance(key, int) else 0

    def _run(self, connection: Connection, values: Mapping[str, Any]) -> tuple["_Compiled", Any]:
        made = self._compiled(connection.dialect)
        return made, self._sent(connection, made.sql, made.parameters(values), many=False)

    def _compiled(self, dialect: Dialect) -> "_Compiled":
        made = self._made.get(dialect.name)
        if made is None:
            made = self._made[dialect.name] = _Compiled(self.statement, self._names, dialect)
        return made

    def _sent(self, connection: Connection, sql: str, parameters: Any, *, many: bool) -> Any:
        """The cursor, after whoever listens on the connection was told."""
        cursor = connection.connection.cursor()
        if connection._has_events or connection.engine._has_events:
            for listen in connection.dispatch.before_cursor_execute:  # its engine's are among them
                listen(connection, cursor, sql, parameters, None, many)
        try:
            if many:
                cursor.executemany(sql, parameters)
            else:
                cursor.execute(sql, parameters)
        except connection.dialect.loaded_dbapi.Error as error:
            raise _wrapped(connection, sql, error) from error
        return cursor


def driver(connection: Connection, sql: str) -> None:
    """Run a command without parameters, such as SAVEPOINT, on the driver itself."""
    cursor = connection.connection.cursor()
    try:
        cursor.execute(sql)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _wrapped(connection, sql, error) from error
    finally:
        cursor.close()


def _wrapped(connection: Connection, sql: str, error: Exception) -> Exception:
    """The driver's error as SQLAlchemy tells it; a lost connection is not used again."""
    dialect = connection.dialect
    lost = dialect.is_disconnect(error, connection.connection, None)  # type: ignore[arg-type]
    told = DBAPIError.instance(
        sql,
        None,
        error,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=lost,
        dialect=dialect,
    )
    if lost:
        connection.invalidate(error)
    return told


class _Compiled:
    """What does not change from one execution to the next."""

    def __init__(self, statement: Any, names: tuple[str, ...] | None, dialect: Dialect) -> None:
        made: Any = statement.compile(dialect=dialect, column_keys=list(names) if names else None)
        if made.literal_execute_params or made.post_compile_params:
            raise TypeError("a statement with parameters that expand is not run this way")
        self.sql: str = made.string
        self.positional: bool = made.positional
        defaults = {
            column.key: column.default.arg
            for column in (*made.insert_prefetch, *made.update_prefetch)
        }
        order = made.positiontup if made.positional else list(made.binds)
        self._names = tuple(order)
        sources = [_source(made.binds[name], defaults) for name in order]
        self._keys = tuple(key for key, _, _ in sources)
        self._fixed = {key: default for key, fixed, default in sources if fixed}
        processors = [made._bind_processors.get(name) for name in order]
        self._prepared = tuple((place, one) for place, one in enumerate(processors) if one)
        self.columns: tuple[str, ...] = tuple(str(one.keyname) for one in made._result_columns)
        readers = [one.type.result_processor(dialect, None) for one in made._result_columns]
        self._processed = tuple((place, one) for place, one in enumerate(readers) if one)
        described = {name: property(_reader(place)) for place, name in enumerate(self.columns)}
        self._kind = type("Found", (Found,), {**described, "_names": self.columns})
        table = getattr(statement, "table", None)
        self.numbered = table is not None and table.autoincrement_column is not None

    def parameters(self, values: Mapping[str, Any]) -> Any:
        """The driver's parameters for these values. Raises KeyError for one that is missing."""
        given = {**self._fixed, **values} if self._fixed else values
        cells = [given[key] for key in self._keys]
        for place, prepare in self._prepared:
            cells[place] = prepare(cells[place])
        return tuple(cells) if self.positional else dict(zip(self._names, cells, strict=True))

    def row(self, raw: Any) -> Any:
        """What the driver found, as the types say."""
        if not self._processed:
            return self._kind(raw)
        cells = list(raw)
        for place, process in self._processed:
            cells[place] = process(cells[place])
        return self._kind(cells)


def _source(bind: Any, defaults: Mapping[str, Any]) -> tuple[str, bool, Any]:
    """The value's key, whether there is a value without it, and which."""
    if bind.key in defaults:
        return bind.key, True, defaults[bind.key]
    return bind.key, not bind.required, None if bind.required else bind.effective_value


def _reader(place: int) -> Callable[[Found], Any]:
    return lambda row: row[place]
