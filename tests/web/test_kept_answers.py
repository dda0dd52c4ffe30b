"""A calendar that was sent is sent again without asking anything, until something changed."""

import asyncio
from datetime import datetime, timedelta

import httpx
import pytest
from conftest import NOW
from sqlalchemy import update
from starlette.applications import Starlette

from server.db import Database
from server.events.attendance import Attendance
from server.events.models import Event
from server.seed import SeededCampus
from server.watch import TOPIC
from server.web import kept_answers

FEED = "/feeds/events.ics"


def asked(statements: list[str]) -> list[str]:
    """Without whether anything changed, and what works by itself in the background."""
    return [one for one in statements if "catalogue" not in one and "print_job" not in one]


async def warm(client: httpx.AsyncClient, address: str = FEED) -> httpx.Response:
    await client.get(address)  # writes the text of every event
    return await client.get(address)


@pytest.mark.parametrize("headers", [{}, {"Accept-Encoding": "identity"}])
async def test_second_answer_is_the_first_and_asks_nothing(
    client: httpx.AsyncClient, statements: list[str], headers: dict[str, str]
) -> None:
    await client.get(FEED, headers=headers)
    first = await client.get(FEED, headers=headers)
    statements.clear()

    again = await client.get(FEED, headers=headers)
    head = await client.head(FEED, headers=headers)

    assert asked(statements) == []
    assert (again.status_code, again.content, again.headers) == (200, first.content, first.headers)
    assert (head.status_code, head.content, head.headers) == (200, b"", first.headers)


@pytest.mark.parametrize("tag", ["{}", "W/{}", '"x", {}', "*"])
async def test_reader_who_has_it_is_told_so_without_asking_anything(
    client: httpx.AsyncClient, statements: list[str], tag: str
) -> None:
    first = await warm(client)
    statements.clear()

    answer = await client.get(FEED, headers={"If-None-Match": tag.format(first.headers["etag"])})
    by_date = await client.get(FEED, headers={"If-Modified-Since": first.headers["last-modified"]})

    assert asked(statements) == []
    for one in (answer, by_date):
        assert (one.status_code, one.content, one.headers["etag"]) == (304, b"", first.headers["etag"])
        assert one.headers["cache-control"] == "public, max-age=300"
        assert [name for name in one.headers if name.startswith("content-") and name != "content-security-policy"] == []


async def test_commit_of_this_process_is_seen_at_once(client: httpx.AsyncClient, app: Starlette) -> None:
    before = await warm(client)

    async with app.state.resources.database.write() as session:
        changed = update(Event).where(Event.slug == "build-night").values(name="Build morning", updated_at=NOW)
        await session.execute(changed)

    after = await client.get(FEED, headers={"If-None-Match": before.headers["etag"]})
    assert ("SUMMARY:Build morning\r\n" in before.text, "SUMMARY:Build morning\r\n" in after.text) == (False, True)


async def test_commit_of_another_process_is_seen_soon(
    client: httpx.AsyncClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await warm(client)
    async with database.write() as session:
        await session.execute(update(Event).where(Event.slug == "build-night").values(name="Other", updated_at=NOW))

    monkeypatch.setattr(kept_answers, "LOOKS_EVERY", 0.0)

    assert "SUMMARY:Other\r\n" in (await client.get(FEED)).text


async def test_commit_of_another_process_is_told_on_postgresql(
    client: httpx.AsyncClient, app: Starlette, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database.dialect == "sqlite":  # looked at each second instead
        return
    monkeypatch.setattr(kept_answers, "LOOKS_EVERY", 3600.0)
    await warm(client)
    async with asyncio.timeout(20):
        with app.state.resources.live.subscribe(TOPIC) as told:
            heard = asyncio.create_task(anext(told))
            while not heard.done():  # until the connection that listens is there
                await rename(database, "Build evening", NOW)
                await asyncio.wait({heard}, timeout=0.1)
            await warm(client)
            await rename(database, "Build morning", NOW + timedelta(seconds=1))
            while "SUMMARY:Build morning\r\n" not in (await client.get(FEED)).text:
                await anext(told)


async def rename(database: Database, name: str, at: datetime) -> None:
    async with database.write() as session:
        await session.execute(update(Event).where(Event.slug == "build-night").values(name=name, updated_at=at))


@pytest.mark.parametrize("address", [FEED, "/organizations/robotics-club.ics", "/campuses/boston.ics"])
async def test_answer_is_kept_while_what_is_committed_is_not_shown(
    client: httpx.AsyncClient, app: Starlette, statements: list[str], campus: SeededCampus, address: str
) -> None:
    await client.get(address)
    async with app.state.resources.database.write() as session:
        ada = Attendance.person_id == campus.people["ada"]
        changed = await session.execute(update(Attendance).where(ada).values(updated_at=NOW))
        assert changed.rowcount > 0
    statements.clear()

    await client.get(address)

    assert asked(statements) == []


async def test_another_day_is_another_calendar(
    client: httpx.AsyncClient, app: Starlette, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await warm(client)

    object.__setattr__(app.state.resources, "now", lambda: NOW + timedelta(days=40))

    after = await client.get(FEED)
    assert before.text != after.text


async def test_private_answers_are_not_kept(client: httpx.AsyncClient, statements: list[str]) -> None:
    await client.get("/feeds/nobody.ics")
    statements.clear()

    answer = await client.get("/feeds/nobody.ics")

    assert (answer.status_code, len(statements) > 0) == (404, True)


async def test_kept_answers_are_bounded(
    client: httpx.AsyncClient, app: Starlette, statements: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_answers, "MAX_OCTETS", 2_000)
    for number in range(30):
        await warm(client, f"{FEED}?campus=nowhere-{number}")
    statements.clear()

    await client.get(f"{FEED}?campus=nowhere-29")
    late = asked(statements)
    await client.get(f"{FEED}?campus=nowhere-0")

    assert (late, len(statements) > 0) == ([], True)
