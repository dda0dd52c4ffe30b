"""An organizer changes or cancels one instance of a series; the others stay as they are."""

from typing import Any

import pytest
from conftest import NOW
from sqlalchemy import select
from weekly import TOMAS, answer, listed, monday, rehearsal

from server.actor import ANONYMOUS, Actor, Member, Program, Scope
from server.db import Database
from server.errors import FieldError, InvalidInput, NotFound, NotPermitted, Refusal, ScopeMissing, SignInRequired
from server.events.change_instance import cancel_instance, change_instance, restore_instance
from server.events.filter import EventFilter
from server.events.history import EventAct, EventChange, FieldChange, read_fields
from server.events.models import Event, EventOverride, Publication
from server.events.queries import events
from server.keys import derived_key
from server.seed import SeededCampus

ON = ["10-05 18:00", "10-12 18:00", "10-19 18:00", "10-26 18:00", "11-02 18:00", "11-09 18:00"]


async def change(database: Database, number: int = 1, *, actor: Actor = TOMAS, **given: Any) -> Event:
    async with database.write() as session:
        return await change_instance(session, actor=actor, slug="rehearsal", at=monday(number), given=given, now=NOW)


async def cancel(database: Database, number: int = 1, *, actor: Actor = TOMAS) -> Event:
    async with database.write() as session:
        return await cancel_instance(session, actor=actor, slug="rehearsal", at=monday(number), now=NOW)


async def restore(database: Database, number: int = 1) -> Event:
    async with database.write() as session:
        return await restore_instance(session, actor=TOMAS, slug="rehearsal", at=monday(number), now=NOW)


async def overrides(database: Database, event: Event) -> list[EventOverride]:
    async with database.read() as session:
        found = select(EventOverride).where(EventOverride.event_id == event.id).order_by(EventOverride.recurrence_id)
        return list(await session.scalars(found))


async def test_one_instance_at_another_time_is_rescheduled_and_the_others_stay(database: Database) -> None:
    event = await rehearsal(database)
    await answer(database, event, monday(1), "ada")

    await change(database, starts_at="2026-10-13T19:30", ends_at="2026-10-13T21:00")

    one = (await overrides(database, event))[0]
    assert await listed(database) == ["10-05 18:00", "10-13 19:30 1", *ON[2:]]
    assert (one.status, one.sequence, one.recurrence_id) == ("RESCHEDULED", 1, monday(1))


async def test_what_is_said_of_one_instance_is_found_for_it(database: Database) -> None:
    event = await rehearsal(database)

    await change(database, name="Dress rehearsal", room="Hall 2", summary="")

    one = (await overrides(database, event))[0]
    found = await events(database, actor=ANONYMOUS, now=NOW, first=9, filter=EventFilter(text="dress"))
    assert (one.name, one.room, one.summary, one.status) == ("Dress rehearsal", "Hall 2", None, None)
    assert [row.starts_at for row in found.rows] == [monday(1)]


async def test_one_instance_moves_to_a_venue_and_back(database: Database, campus: SeededCampus) -> None:
    event = await rehearsal(database, place_id=campus.places["marlowe-hall"], room="Room 1")
    elsewhere = campus.places["boathouse"]

    async def where() -> list[tuple[Any, Any]]:
        rehearsals = EventFilter(organization="robotics-club", text="rehearsal")
        rows = (await events(database, actor=ANONYMOUS, now=NOW, first=3, filter=rehearsals)).rows
        return [(row.place__key, row.room) for row in rows]

    await change(database, place=elsewhere, room="Attic")
    moved = await where()
    (noted,) = [row.fields for row in await database.rows(select(EventChange.fields))]
    await change(database, place=event.place_id, room="Room 1")
    back = await where()

    assert moved == [(event.place_id, "Room 1"), (elsewhere, "Attic"), (event.place_id, "Room 1")]
    assert back == [(event.place_id, "Room 1")] * 3
    assert {change.field for change in read_fields(noted)} == {"recurrenceId", "place", "room"}
    with pytest.raises(InvalidInput, match="This place is no longer there"):
        await change(database, place=event.id)


async def test_the_same_change_a_second_time_changes_nothing(database: Database) -> None:
    event = await rehearsal(database)
    await change(database, name="Dress rehearsal", starts_at="2026-10-12T19:00", ends_at="2026-10-12T21:00")

    await change(database, name="Dress rehearsal", starts_at="2026-10-12T19:00", ends_at="2026-10-12T21:00")

    assert [one.sequence for one in await overrides(database, event)] == [1]


async def test_a_cancelled_instance_is_seen_as_cancelled(database: Database) -> None:
    event = await rehearsal(database)
    await answer(database, event, monday(1), "ada", "ben")

    await cancel(database)
    await cancel(database)

    assert await listed(database) == [ON[0], "10-12 18:00 off 2", *ON[2:]]
    assert [(one.status, one.sequence) for one in await overrides(database, event)] == [("CANCELLED", 1)]


async def test_a_cancelled_instance_that_is_changed_stays_cancelled(database: Database) -> None:
    await rehearsal(database)
    await cancel(database)

    await change(database, starts_at="2026-10-12T19:00", ends_at="2026-10-12T21:00")

    assert await listed(database) == [ON[0], "10-12 19:00 off", *ON[2:]]


async def test_an_instance_is_as_its_series_says_again(database: Database) -> None:
    event = await rehearsal(database)
    await cancel(database)
    await change(database, name="Dress rehearsal")

    changed = await restore(database)

    assert await listed(database) == ON
    # Calendars that have the cancelled one take the newer.
    assert (await overrides(database, event), changed.sequence > 2) == ([], True)


async def test_an_extra_instance_that_is_restored_takes_place(database: Database) -> None:
    extra = {"recurrence_id": monday(1, hour=9), "status": "CANCELLED"}
    event = await rehearsal(database, overrides=[extra])

    async with database.write() as session:
        await restore_instance(session, actor=TOMAS, slug="rehearsal", at=monday(1, hour=9), now=NOW)

    assert await listed(database) == [ON[0], "10-12 09:00", *ON[1:]]
    assert len(await overrides(database, event)) == 1


async def test_every_change_is_in_the_history(database: Database) -> None:
    event = await rehearsal(database)

    await change(database, name="Dress rehearsal")
    await cancel(database)
    await restore(database)

    acts = await database.rows(
        select(EventChange.act, EventChange.actor_id, EventChange.fields)
        .where(EventChange.event_id == event.id)
        .order_by(EventChange.id)
    )
    assert [row.act for row in acts] == [EventAct.CHANGED, EventAct.CANCELLED, EventAct.RESTORED]
    assert {row.actor_id for row in acts} == {TOMAS.person_id}
    assert read_fields(acts[0].fields) == [
        FieldChange("recurrenceId", None, "2026-10-12T18:00"),
        FieldChange("name", None, "Dress rehearsal"),
    ]


async def test_a_time_that_clocks_skip_is_explained_and_nothing_changes(database: Database) -> None:
    await rehearsal(database)

    with pytest.raises(InvalidInput) as caught:
        await change(database, starts_at="2027-03-14T02:30", ends_at="2027-03-14T04:00", name="")

    assert [fault.path for fault in caught.value.faults] == [("name",), ("startsAt",)]
    assert "clocks in New York go from 02:00 to 03:00" in caught.value.faults[1].message
    assert await listed(database) == ON


async def test_a_time_that_comes_twice_is_asked_about(database: Database) -> None:
    await rehearsal(database)
    night: dict[str, Any] = {"starts_at": "2026-11-01T01:30", "ends_at": "2026-11-01T03:00"}

    with pytest.raises(InvalidInput) as caught:
        await change(database, **night)
    await change(database, **night, starts_at_fold="SECOND")

    assert [fault.path for fault in caught.value.faults] == [("startsAtFold",)]
    assert "11-01 01:30" in await listed(database)


async def test_an_end_before_the_start_is_explained(database: Database) -> None:
    await rehearsal(database)

    with pytest.raises(InvalidInput) as caught:
        await change(database, starts_at="2026-10-12T18:00", ends_at="2026-10-12T17:00")

    assert caught.value.faults == (FieldError(("endsAt",), "17:00 is before 18:00. Take a later time."),)


@pytest.mark.parametrize(
    ("actor", "refusal"),
    [
        (ANONYMOUS, SignInRequired),
        (Member(derived_key("person", "ada")), NotPermitted),
        (Member(derived_key("person", "dana")), NotPermitted),
        (Program(TOMAS.person_id, frozenset({Scope.READ_EVENTS})), ScopeMissing),
    ],
)
async def test_nobody_else_changes_or_cancels_an_instance(
    database: Database, actor: Actor, refusal: type[Refusal]
) -> None:
    await rehearsal(database)

    with pytest.raises(refusal):
        await change(database, actor=actor, name="Ours now")
    with pytest.raises(refusal):
        await cancel(database, actor=actor)

    assert await listed(database) == ON


async def test_a_draft_series_looks_absent_to_others(database: Database) -> None:
    await rehearsal(database, publication=Publication.DRAFT)

    with pytest.raises(NotFound):
        await cancel(database, actor=Member(derived_key("person", "ada")))


async def test_an_instance_that_the_series_does_not_have_is_not_found(database: Database) -> None:
    await rehearsal(database)

    with pytest.raises(NotFound):
        await cancel(database, 9)
