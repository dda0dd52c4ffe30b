"""An organizer adds talks to an agenda, changes and moves them, and takes them off; nobody else does."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

import httpx
import make
import pytest
from conftest import NOW, SignIn
from markup import Element, read
from sqlalchemy import select
from weekly import TOMAS

from server.actor import Actor, Member
from server.db import Database
from server.errors import NotFound, NotPermitted
from server.events.agenda import AgendaItem, AgendaSpeaker
from server.events.change_agenda import add_agenda_item, change_agenda_item, remove_agenda_item
from server.events.models import Event
from server.keys import derived_key

Open: TypeAlias = Callable[..., Awaitable[Element]]
PAGE = "/events/day/agenda"
TALK = {"name": "Gears", "startsAt": "2026-10-05T19:00", "endsAt": "2026-10-05T19:30", "speakers": "Ada\nBen Okri"}


async def day(database: Database) -> Event:
    """From 18:00 to 22:00 in Boston on 5 October."""
    async with database.write() as session:
        starts_at = datetime(2026, 10, 5, 22, tzinfo=UTC)
        return await make.event(session, slug="day", name="Gear day", starts_at=starts_at, lasts=timedelta(hours=4))


async def talks(database: Database, event: Event) -> list[tuple[Any, ...]]:
    """Name, UTC hour and room of each, with who speaks."""
    rows = await database.rows(
        select(AgendaItem.id, AgendaItem.name, AgendaItem.starts_at, AgendaItem.room)
        .where(AgendaItem.event_id == event.id)
        .order_by(AgendaItem.starts_at)
    )
    speakers = await database.rows(
        select(AgendaSpeaker.agenda_item_id, AgendaSpeaker.name).order_by(AgendaSpeaker.position)
    )
    return [
        (row.name, f"{row.starts_at:%H:%M}", row.room, [one.name for one in speakers if one.agenda_item_id == row.id])
        for row in rows
    ]


def form(page: Element, button: str) -> dict[str, Any]:
    (found,) = [form for form in page.one("main").all("form") if form.one("button").text == button]
    return found.sends()


async def test_a_talk_is_added_changed_and_removed(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database
) -> None:
    event = await day(database)
    await sign_in("gus")

    added = await client.post(PAGE, data={**form(await open_page(PAGE), "Add to the agenda"), **TALK})
    sent = form(await open_page(PAGE), "Save Gears") | {"startsAt": "2026-10-05T18:30", "room": "Hall 2"}
    await client.post(PAGE, data={**sent, "speakers": "Ben Okri"})
    changed = await talks(database, event)
    shown = (await open_page("/events/day")).one("main").text
    await client.post(PAGE, data=form(await open_page(PAGE), "Remove Gears"))

    assert (added.status_code, added.headers["location"]) == (303, PAGE)
    assert changed == [("Gears", "22:30", "Hall 2", ["Ben Okri"])]
    assert "18:30 to 19:30 Gears Ben Okri, Hall 2" in shown
    assert await talks(database, event) == []


async def test_talks_and_speakers_are_found_by_search(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database
) -> None:
    await day(database)
    await sign_in("gus")

    await client.post(PAGE, data={**form(await open_page(PAGE), "Add to the agenda"), **TALK})

    assert "Gear day" in (await open_page("/?q=okri")).one("main").text


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"name": ""}, "name", "Give it a name."),
        ({"startsAt": "2026-10-05T17:00"}, "startsAt", "The event itself takes place from 2026-10-05 18:00 to"),
        ({"endsAt": "2026-10-05T22:30"}, "endsAt", "The event itself takes place from 2026-10-05 18:00 to"),
        ({"endsAt": "2026-10-05T18:30"}, "endsAt", "18:30 is before 19:00."),
        ({"startsAt": "soon"}, "startsAt", "“soon” is no date and time."),
        ({"speakers": "\n".join(f"Speaker {n}" for n in range(31))}, "speakers", "That is 31 speakers."),
    ],
)
async def test_what_cannot_be_is_explained_beside_its_field_and_nothing_typed_is_lost(
    client: httpx.AsyncClient,
    open_page: Open,
    sign_in: SignIn,
    database: Database,
    typed: dict[str, str],
    field: str,
    message: str,
) -> None:
    event = await day(database)
    await sign_in("gus")
    fresh = form(await open_page(PAGE), "Add to the agenda")

    answer = await client.post(PAGE, data={**fresh, **TALK, "room": "Hall 2", **typed})

    page = read(answer.text)
    assert (answer.status_code, await talks(database, event)) == (422, [])
    assert page.one("p", id=f"{field}-error").text.startswith(message)
    assert page.one("input", id="room")["value"] == "Hall 2"


async def test_a_speaker_who_is_on_hallway_stays_who_they_are(database: Database) -> None:
    event = await day(database)
    given = {"name": "Gears", "starts_at": "2026-10-05T19:00", "ends_at": "2026-10-05T20:00", "speakers": ["Ada"]}
    async with database.write() as session:
        await add_agenda_item(session, actor=TOMAS, slug="day", given=given, now=NOW)
        item = (await session.scalars(select(AgendaItem).where(AgendaItem.event_id == event.id))).one()
        (await session.get_one(AgendaSpeaker, (item.id, 0))).person_id = derived_key("person", "ada")

    async with database.write() as session:
        more = {"speakers": ["Ben Okri", "Ada"]}
        await change_agenda_item(session, actor=TOMAS, slug="day", item=item.id, given=more, now=NOW)

    rows = await database.rows(
        select(AgendaSpeaker.name, AgendaSpeaker.person_id)
        .where(AgendaSpeaker.agenda_item_id == item.id)
        .order_by(AgendaSpeaker.position)
    )
    assert [tuple(row) for row in rows] == [("Ben Okri", None), ("Ada", derived_key("person", "ada"))]


async def test_the_same_change_a_second_time_changes_nothing(database: Database) -> None:
    event = await day(database)
    given = {"name": "Gears", "starts_at": "2026-10-05T19:00", "ends_at": "2026-10-05T20:00"}
    async with database.write() as session:
        await add_agenda_item(session, actor=TOMAS, slug="day", given=given, now=NOW)
        item = (await session.scalars(select(AgendaItem).where(AgendaItem.event_id == event.id))).one()
        before = (await session.get_one(Event, event.id)).updated_at

        same = await change_agenda_item(session, actor=TOMAS, slug="day", item=item.id, given=given, now=NOW + make.DAY)

    assert same.updated_at == before


@pytest.mark.parametrize(
    ("actor", "slug", "refusal"),
    [
        (Member(derived_key("person", "ada")), "day", NotPermitted),
        (Member(derived_key("person", "dana")), "day", NotPermitted),
        (TOMAS, "build-night", NotFound),
    ],
)
async def test_nobody_changes_an_agenda_that_is_not_theirs_or_through_another_event(
    database: Database, actor: Actor, slug: str, refusal: type[Exception]
) -> None:
    event = await day(database)
    given = {"name": "Gears", "starts_at": "2026-10-05T19:00", "ends_at": "2026-10-05T20:00"}
    async with database.write() as session:
        await add_agenda_item(session, actor=TOMAS, slug="day", given=given, now=NOW)
        item = (await session.scalars(select(AgendaItem.id).where(AgendaItem.event_id == event.id))).one()

    for change in (change_agenda_item, remove_agenda_item):
        more: Any = {"given": {"name": "Ours"}} if change is change_agenda_item else {}
        with pytest.raises(refusal):
            async with database.write() as session:
                await change(session, actor=actor, slug=slug, item=item, now=NOW, **more)

    assert [talk[0] for talk in await talks(database, event)] == ["Gears"]
