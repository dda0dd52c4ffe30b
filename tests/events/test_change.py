"""An organizer changes what an event says, and calendars are told of what matters."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from conftest import NOW
from posting import Posters
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from server.errors import InvalidInput, NotFound, NotPermitted, SignInRequired
from server.events.agenda import AgendaItem
from server.events.calendar_text import CalendarText
from server.events.errors import ChangedMeanwhile
from server.events.history import EventAct, FieldChange
from server.events.keep import version_of
from server.events.models import Event, EventStatus
from server.events.repetition import Repeats
from server.events.search import event_search

LATER = NOW + timedelta(hours=1)


async def test_what_is_not_named_stays(posters: Posters) -> None:
    event = await posters.create(tags=["making"], capacity=12, contact="Eli")

    changed = await posters.change(event, room="Bench 4", contact=None, now=LATER)

    assert (changed.room, changed.contact, changed.capacity, changed.name) == ("Bench 4", None, 12, event.name)
    assert changed.updated_at == LATER


async def test_the_same_again_changes_nothing(posters: Posters) -> None:
    event = await posters.published(room="Bench 4", tags=["making"])

    again = await posters.change(event, room=" Bench  4", tags=["Making"], starts_at="2026-10-01T18:30", now=LATER)

    assert (version_of(again), len(await posters.history(event))) == (version_of(event), 2)


@pytest.mark.parametrize(
    ("typed", "raised"),
    [
        ({"description": "More of it."}, 0),
        ({"summary": "Another one.", "tags": ["new"]}, 0),
        ({"room": "Bench 4"}, 1),
        ({"online_url": "https://meet.northgate.example/x"}, 1),
        ({"starts_at": "2026-10-01T18:00", "room": "Bench 4"}, 1),
        ({"time_zone": "Europe/London"}, 1),
    ],
)
async def test_sequence_rises_with_what_matters_to_those_who_come(
    posters: Posters, typed: dict[str, Any], raised: int
) -> None:
    event = await posters.published()
    published = event.sequence

    changed = await posters.change(event, **typed)

    assert (changed.sequence - published, changed.updated_at > event.created_at) == (raised, True)


async def test_a_drafts_sequence_waits_until_somebody_has_it(posters: Posters) -> None:
    event = await posters.create()

    changed = await posters.change(event, room="Bench 4")

    assert changed.sequence == 0


async def test_the_local_hour_stays_in_another_zone(posters: Posters) -> None:
    event = await posters.create(door_at="2026-10-01T18:00")

    changed = await posters.change(event, time_zone="Europe/London")

    assert changed.starts_at == datetime(2026, 10, 1, 17, 30, tzinfo=UTC)
    assert changed.door_at == datetime(2026, 10, 1, 17, 0, tzinfo=UTC)


async def test_a_published_event_at_another_time_is_rescheduled_with_its_agenda(posters: Posters) -> None:
    event = await posters.published()
    async with posters.database.write() as session:
        item = AgendaItem(
            id=event.id, event_id=event.id, name="Hello", starts_at=event.starts_at, ends_at=event.ends_at
        )
        session.add(item)

    moved = await posters.change(event, starts_at="2026-10-02T18:30", ends_at="2026-10-02T20:30")

    (begins,) = (await posters.database.rows(select(AgendaItem.starts_at).where(AgendaItem.event_id == event.id)))[0]
    assert (moved.status, moved.previous_starts_at) == (EventStatus.RESCHEDULED, event.starts_at)
    assert begins == moved.starts_at == event.starts_at + timedelta(days=1)
    assert await posters.occurrences(event) == [(moved.starts_at, True, EventStatus.RESCHEDULED)]
    assert (await posters.history(event))[-1][0] is EventAct.RESCHEDULED


async def test_search_and_calendars_forget_what_it_said_before(posters: Posters) -> None:
    event = await posters.published(name="Soldering")
    async with posters.database.write() as session:
        facts = {"event_updated_at": NOW, "around": "", "last_modified": NOW, "text": "SUMMARY:Soldering"}
        session.add(CalendarText(event_id=event.id, **facts))

    await posters.change(event, name="Welding")

    found = select(event_search.c.name).where(event_search.c.occurrence_id == event.id)
    assert [row.name for row in await posters.database.rows(found)] == ["welding"]
    assert await posters.database.rows(select(CalendarText).where(CalendarText.event_id == event.id)) == []


async def test_the_address_stays_when_the_name_changes(posters: Posters) -> None:
    event = await posters.published(name="Soldering")

    assert (await posters.change(event, name="Welding")).slug == event.slug == "soldering"


async def test_the_dates_of_a_series_are_not_moved_by_the_way(posters: Posters) -> None:
    event = await posters.create(repeats=Repeats.WEEKLY, times=4)

    with pytest.raises(InvalidInput) as refused:
        await posters.change(event, starts_at="2026-10-01T18:00", ends_at="2026-10-01T20:30", room="Bench 4")

    assert [fault.path for fault in refused.value.faults] == [("startsAt",)]
    assert (await posters.change(event, room="Bench 4", ends_at="2026-10-01T20:30")).room == "Bench 4"


async def test_history_says_what_was_there_before(posters: Posters) -> None:
    event = await posters.create(tags=["making"], place=posters.campus.places["makerspace"])

    await posters.change(event, tags=["robots"], place=posters.campus.places["boathouse"], capacity=12)

    act, fields = (await posters.history(event))[-1]
    assert act is EventAct.CHANGED
    assert sorted(fields, key=lambda field: field.field) == [
        FieldChange("capacity", None, "12"),
        FieldChange("place", "Makerspace", "The Boathouse"),
        FieldChange("tags", "making", "robots"),
    ]


@pytest.mark.parametrize("statement", ["UPDATE event_change SET words = 'x'", "DELETE FROM event_change"])
async def test_history_is_append_only(posters: Posters, statement: str) -> None:
    event = await posters.create()

    with pytest.raises(DBAPIError, match="append-only"):
        async with posters.database.write() as session:
            await session.execute(text(statement))

    assert len(await posters.history(event)) == 1


async def test_whoever_comes_second_is_told_who_was_first(posters: Posters) -> None:
    event = await posters.create()
    await posters.change(event, "tomas", room="Bench 4", capacity=12, now=LATER)

    with pytest.raises(ChangedMeanwhile) as refused:
        await posters.change(event, name="Mine", version=version_of(event))

    assert (refused.value.by, refused.value.at, refused.value.fields) == (
        "Tomás Herrera",
        LATER,
        ["capacity", "room"],
    )
    assert (await posters.event(event.slug)).name == event.name


async def test_of_changes_at_the_same_time_exactly_one_is_taken(posters: Posters) -> None:
    event = await posters.create()

    tried = await asyncio.gather(
        *(posters.change(event, "eli" if n % 2 else "tomas", room=f"Bench {n}") for n in range(8)),
        return_exceptions=True,
    )

    taken = [one.room for one in tried if isinstance(one, Event)]
    assert sorted(map(type, tried), key=str) == sorted([Event, *[ChangedMeanwhile] * 7], key=str)
    assert [(await posters.event(event.slug)).room] == taken
    assert len(await posters.history(event)) == 2


async def test_events_of_one_name_at_the_same_time_have_addresses_of_their_own(posters: Posters) -> None:
    made = await asyncio.gather(*(posters.create(name="Open bench") for _ in range(6)))

    slugs = {event.slug for event in made}
    assert (len(slugs), all(slug.startswith("open-bench") for slug in slugs)) == (6, True)


@pytest.mark.parametrize(
    ("key", "slug", "refusal"),
    [
        (None, "solder-badge", SignInRequired),
        ("ada", "solder-badge", NotPermitted),
        ("zeynep", "solder-badge", NotPermitted),
        ("ada", "robot-night", NotFound),
        ("zeynep", "robot-night", NotFound),
        ("eli", "no-such-thing", NotFound),
    ],
)
async def test_nobody_else_changes_it(posters: Posters, key: str | None, slug: str, refusal: type[Exception]) -> None:
    """A draft looks to others as if it weren't there."""
    event = await posters.event(slug) if slug != "no-such-thing" else Event(slug=slug, updated_at=NOW)

    with pytest.raises(refusal):
        await posters.change(event, key, room="Bench 4")


async def test_who_looks_after_the_campus_may(posters: Posters) -> None:
    event = await posters.event("solder-badge")

    assert (await posters.change(event, "gus", room="Bench 4")).room == "Bench 4"
