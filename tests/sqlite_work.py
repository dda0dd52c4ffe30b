"""How much SQLite works for a read: the steps of its virtual machine, which depend on nothing but data and plan."""

import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine, make_url

from server.db import Database
from server.lower_case import teach


@dataclass(frozen=True, slots=True)
class Work:
    """What one read cost."""

    statements: int
    steps: int
    """Of the virtual machine; what FTS5 does within one step is not seen."""
    plan: str
    """Lines of EXPLAIN QUERY PLAN."""


async def work(database: Database, read: Callable[[], Awaitable[Any]]) -> Work:
    """Runs `read`, then each of its statements once more under a counter."""
    with _noted() as noted:
        await read()
    connection = sqlite3.connect(f"file:{make_url(database.url).database}?mode=ro", uri=True)
    teach(connection)
    try:
        steps, plan = 0, []
        for statement, parameters in noted:
            steps += _steps(connection, statement, parameters)
            plan += [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)]
        return Work(len(noted), steps, "\n".join(plan))
    finally:
        connection.close()


def _steps(connection: sqlite3.Connection, statement: str, parameters: Any) -> int:
    count = 0

    def tick() -> int:
        nonlocal count
        count += 1
        return 0

    connection.set_progress_handler(tick, 1)
    connection.execute(statement, parameters).fetchall()
    connection.set_progress_handler(None, 1)
    return count


@contextmanager
def _noted() -> Iterator[list[tuple[str, Any]]]:
    seen: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.startswith("SELECT"):
            seen.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    yield seen
    event.remove(Engine, "before_cursor_execute", note)
