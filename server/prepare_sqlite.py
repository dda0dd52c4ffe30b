"""How each connection to SQLite begins, and each transaction on it."""

from typing import Any

from sqlalchemy import Engine, event

from server.lower_case import teach


def prepare(engine: Engine, *, begin: str | None, query_only: bool) -> None:
    own = ["query_only=ON"] if query_only else ["journal_mode=WAL", "secure_delete=ON"]

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        teach(connection)
        connection.isolation_level = None  # the driver's implicit BEGIN loses updates (decision 0003)
        cursor = connection.cursor()
        for pragma in [*own, "synchronous=FULL", "busy_timeout=10000", "foreign_keys=ON"]:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    if begin is not None:

        @event.listens_for(engine, "begin")
        def started(connection: Any) -> None:
            connection.exec_driver_sql(begin)
