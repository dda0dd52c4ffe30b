"""A transaction that changes what anybody is shown of events counts up, and processes that keep answers are told.

Held on the connection, so that no verb has to think of it: whichever statement writes to one of these tables.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Engine, event, text

CHANNEL = "hallway"
"""PostgreSQL's name for where we notify and listen."""
TOPIC = "catalogue"
"""Told to other processes on PostgreSQL; see server/live.py."""
SHOWN = frozenset(
    {
        "campus", "event", "event_host", "event_override", "event_tag", "occurrence", "organization", "place",
        "saved_filter",
    }
)  # fmt: skip
"""Tables that public calendars are made of. What is derived from them is written together with them."""

_COUNT = (
    "INSERT INTO catalogue (id, version) VALUES (1, 1)"
    " ON CONFLICT (id) DO UPDATE SET version = catalogue.version + 1 RETURNING version"
)
_COUNT_AND_TELL = f"WITH counted AS ({_COUNT}) SELECT pg_notify('{CHANNEL}', '{TOPIC}') FROM counted"  # noqa: S608  # constants
_WRITES, _WROTE = "writes to the catalogue", "wrote to the catalogue"


def watch(engine: Engine, changed: Callable[[], None]) -> None:
    """`changed` is called after each commit of this engine that wrote to one of SHOWN.

    The count is the transaction's last statement, so that those which write at once wait for each other only there.
    """
    count = text(_COUNT_AND_TELL if engine.dialect.name == "postgresql" else _COUNT)

    @event.listens_for(engine, "before_execute")
    def executing(connection: Connection, statement: Any, *_rest: Any) -> None:
        if getattr(statement, "is_dml", False) and statement.table.name in SHOWN:
            connection.info[_WRITES] = True

    @event.listens_for(engine, "commit")
    def committing(connection: Connection) -> None:
        if connection.info.pop(_WRITES, False):
            connection.execute(count)
            connection.info[_WROTE] = True

    @event.listens_for(engine, "rollback")
    def rolled_back(connection: Connection) -> None:
        connection.info.pop(_WRITES, None)

    @event.listens_for(engine, "checkin")
    def given_back(_connection: Any, record: Any) -> None:
        if record.info.pop(_WROTE, False):
            changed()
