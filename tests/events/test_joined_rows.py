"""PostgreSQL joins to a page's rows what belongs to them, and to no others, however many fulfil the filter."""

import json
from datetime import timedelta
from typing import Any

import asyncpg
import pytest
from bench.company import keep_company
from bench.population import populate
from bench.stage import crowd
from conftest import NOW
from sqlalchemy import Engine, event

from server.actor import Actor
from server.db import Database
from server.events.filter import EventFilter
from server.events.queries import events
from server.finding.personal import personal

START = NOW - timedelta(days=330)
FIRST = 20


def joined(plan: dict[str, Any]) -> int:
    """How many rows of `event` a plan reads."""
    here = round(plan["Actual Rows"] * plan["Actual Loops"]) if plan.get("Relation Name") == "event" else 0
    return here + sum(joined(child) for child in plan.get("Plans", ()))


async def plan_of(database: Database, actor: Actor, **asked: Any) -> dict[str, Any]:
    noted: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        noted.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        found = await events(database, actor=actor, now=NOW, first=FIRST, **asked)
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert len(found.rows) == FIRST
    connection = await asyncpg.connect(database.url)
    try:
        statement, parameters = noted[-1]
        explained = await connection.fetchval(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", *parameters)
    finally:
        await connection.close()
    plan: dict[str, Any] = json.loads(explained)[0]["Plan"]
    return plan


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_no_more_is_joined_than_is_shown(database: Database) -> None:
    await populate(database.url, events=1_000, now=NOW)
    me = await keep_company(database, (await crowd(database))[0], NOW)
    mine = {"followed": False, "contacts_going": True, "open_to_me": False}
    lists: dict[str, dict[str, Any]] = {
        "an organization": {"filter": EventFilter(since=START, organization="society-0")},
        "a campus": {"filter": EventFilter(since=START, campus="big-boston")},
        "a tag": {"filter": EventFilter(since=START, tags=("tag-000", "tag-001"))},
        "a word": {"filter": EventFilter(since=START, text="career")},
        "where contacts go": {"filter": EventFilter(since=NOW), **await personal(database, actor=me, **mine)},
    }

    most = {name: joined(await plan_of(database, me, **asked)) for name, asked in lists.items()}

    assert {name: rows for name, rows in most.items() if rows > FIRST + 1} == {}
