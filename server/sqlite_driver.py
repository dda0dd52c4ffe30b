"""aiosqlite for SQLAlchemy, with one hop to the connection's thread for each statement instead of four.

SQLAlchemy's own adapter opens a cursor, executes, fetches and closes, each a message to the thread and back. Nothing
here reads a result piece by piece, so one message does all of it. A scan is eleven hops instead of thirty-five.
"""

from collections import deque
from collections.abc import Sequence
from typing import Any

from sqlalchemy.connectors.asyncio import AsyncAdapt_dbapi_cursor
from sqlalchemy.dialects import registry as dialects
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_dbapi,
    SQLiteDialect_aiosqlite,
)
from sqlalchemy.util import await_only

DRIVERNAME = "sqlite+one_hop"


class Cursor(AsyncAdapt_dbapi_cursor):
    """A result that is here already, all of it."""

    __slots__ = ("_described", "_identity", "_touched")

    def __init__(self, adapt_connection: Any) -> None:
        self._adapt_connection = adapt_connection
        self._connection = adapt_connection._connection
        self._rows = deque()
        self._described: Any = None
        self._touched = -1
        self._identity = 0

    @property
    def description(self) -> Any:
        return self._described

    @property
    def rowcount(self) -> int:
        return self._touched

    @property
    def lastrowid(self) -> int:
        return self._identity

    def execute(self, operation: Any, parameters: Any = None) -> None:
        self._hop("execute", operation, () if parameters is None else parameters)

    def executemany(self, operation: Any, seq_of_parameters: Sequence[Any]) -> None:
        self._hop("executemany", operation, seq_of_parameters)

    def setinputsizes(self, *inputsizes: Any) -> None:
        """SQLite has none."""

    def close(self) -> None:
        self._rows.clear()

    async def _async_soft_close(self) -> None:
        """Nothing is open."""

    def _hop(self, method: str, operation: str, parameters: Any) -> None:
        connection: Any = self._connection
        try:
            result = await_only(connection._execute(_run, connection._conn, method, operation, parameters))
        except Exception as error:  # noqa: BLE001  # SQLAlchemy sorts them
            self._adapt_connection._handle_exception(error)
        self._described, self._touched, self._identity, self._rows = result


def _run(connection: Any, method: str, operation: str, parameters: Any) -> tuple[Any, int, int, deque[Any]]:
    """In the connection's thread."""
    cursor = getattr(connection, method)(operation, parameters)
    try:
        rows = deque(cursor.fetchall() if cursor.description else ())
        return cursor.description, cursor.rowcount, cursor.lastrowid, rows
    finally:
        cursor.close()


class _Connection(AsyncAdapt_aiosqlite_connection):
    __slots__ = ()
    _cursor_cls = Cursor  # type: ignore[assignment]


class _Driver(AsyncAdapt_aiosqlite_dbapi):
    def connect(self, *args: Any, **kwargs: Any) -> _Connection:
        adapted = super().connect(*args, **kwargs)
        return _Connection(self, adapted._connection)


class Dialect(SQLiteDialect_aiosqlite):
    driver = "one_hop"
    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> _Driver:
        return _Driver(__import__("aiosqlite"), __import__("sqlite3"))


dialects.register("sqlite.one_hop", __name__, "Dialect")
