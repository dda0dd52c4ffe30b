"""As little as can be done: one statement on the driver, dictionaries by hand, orjson. No schema, no checks, no API."""

import sqlite3
from base64 import urlsafe_b64encode
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import orjson
from sqlalchemy.engine import make_url

from server.db import Database

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

SQL = """
SELECT o.id, o.starts_at, e.name, g.id, g.name, p.name
FROM occurrence o
LEFT JOIN event e ON e.id = o.event_id
LEFT JOIN organization g ON g.id = e.organization_id
LEFT JOIN place p ON p.id = e.place_id
WHERE {listed} AND o.starts_at >= {since}
ORDER BY o.starts_at, o.id LIMIT 51
"""


async def events(database: Database, since: datetime) -> Callable[[], Awaitable[bytes]]:
    """Reads the first fifty events from `since` on, as the JSON text that GraphQL would answer."""
    microseconds = round((since - EPOCH) / timedelta(microseconds=1))
    if database.dialect == "sqlite":
        path = make_url(database.url).database
        connection = sqlite3.connect(path or "", isolation_level=None)
        sql = SQL.format(listed="o.listed = 1", since="?")  # word for word as the index has it

        async def from_sqlite() -> bytes:
            rows = connection.execute(sql, (microseconds,)).fetchall()
            return _answer([(id_.hex(), at, name, org.hex(), o, p) for id_, at, name, org, o, p in rows])

        return from_sqlite
    pool = await asyncpg.connect(database.url)
    statement = await pool.prepare(SQL.format(listed="o.listed", since="$1"))

    async def from_postgresql() -> bytes:
        rows = await statement.fetch(since)
        return _answer([(i.hex, _microseconds(at), name, org.hex, o, p) for i, at, name, org, o, p in rows])

    return from_postgresql


def _microseconds(moment: datetime) -> int:
    delta = moment - EPOCH
    return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds


def _answer(rows: list[tuple[str, int, str, str, str, str | None]]) -> bytes:
    edges: list[dict[str, Any]] = [
        {
            "cursor": urlsafe_b64encode(at.to_bytes(8, "big") + bytes.fromhex(id_)).decode(),
            "node": {
                "id": f"event_{id_}",
                "name": name,
                "startsAt": (EPOCH + timedelta(microseconds=at)).isoformat(),
                "organization": {"id": f"organization_{organization_id}", "name": organization},
                "place": None if place is None else {"name": place},
            },
        }
        for id_, at, name, organization_id, organization, place in rows[:50]
    ]
    page = {"hasNextPage": len(rows) > 50, "endCursor": edges[-1]["cursor"] if edges else None}
    return orjson.dumps({"data": {"events": {"edges": edges, "pageInfo": page}}})
