"""An organizer changes plans: cancels, puts off, moves, and takes that back."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
import pytest
from conftest import SignIn
from markup import Element, read
from sqlalchemy import select

from server.db import Database
from server.events.models import Event, EventStatus

Open: TypeAlias = Callable[..., Awaitable[Element]]
PAGE = "/events/solder-badge/plans"


async def status(database: Database) -> tuple[EventStatus, str | None]:
    (row,) = await database.rows(select(Event.status, Event.cancel_reason).where(Event.slug == "solder-badge"))
    return row.status, row.cancel_reason


@pytest.mark.parametrize("key", ["ada", "dana"])
async def test_the_page_is_not_there_for_others(open_page: Open, sign_in: SignIn, key: str) -> None:
    await sign_in(key)

    await open_page(PAGE, status=404)


async def test_it_is_cancelled_with_a_reason_and_takes_place_after_all(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database
) -> None:
    await sign_in("eli")

    answer = await client.post(PAGE, data={"operation": "CancelEvent", "reason": "The irons are broken."})
    cancelled = await status(database)
    shown = await open_page("/events/solder-badge")
    await client.post(PAGE, data={"operation": "RestoreEvent"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/events/solder-badge")
    assert cancelled == (EventStatus.CANCELLED, "The irons are broken.")
    assert "The irons are broken." in shown.one("main").text
    assert await status(database) == (EventStatus.SCHEDULED, None)


async def test_it_is_put_off_and_moved(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database
) -> None:
    await sign_in("eli")

    await client.post(PAGE, data={"operation": "PostponeEvent"})
    put_off = await status(database)
    times = {"startsAt": "2026-11-05T18:00", "endsAt": "2026-11-05T19:30"}
    await client.post(PAGE, data={"operation": "RescheduleEvent", **times})

    shown = await open_page("/events/solder-badge")
    assert (put_off[0], (await status(database))[0]) == (EventStatus.POSTPONED, EventStatus.RESCHEDULED)
    assert "Moved from" in shown.one("main").text


async def test_a_time_that_can_not_be_stands_at_its_field(
    client: httpx.AsyncClient, sign_in: SignIn, database: Database
) -> None:
    await sign_in("eli")
    times = {"startsAt": "2026-11-05T18:00", "endsAt": "2026-11-05T07:30"}

    answer = await client.post(PAGE, data={"operation": "RescheduleEvent", **times})

    page = read(answer.text)
    assert (answer.status_code, page.one(id="endsAt-error").text) == (
        422,
        "07:30 is before 18:00. Did you mean 19:30?",
    )
    assert page.one("input", id="startsAt")["value"] == "2026-11-05T18:00"
    assert (await status(database))[0] is EventStatus.SCHEDULED
