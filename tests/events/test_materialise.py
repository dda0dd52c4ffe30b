"""The listed instances are what the rule says: after every change, on both databases."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from conftest import NOW
from sqlalchemy import Row, delete, func, select

from server.db import Database
from server.events.instances import instances, is_single
from server.events.materialise import materialise, materialise_many
from server.events.models import (
    AttendanceMode,
    Event,
    EventKind,
    EventOverride,
    EventStatus,
    EventTag,
    Occurrence,
    OccurrenceTag,
    Publication,
)
from server.keys import instance_key, new_key
from server.organizations.models import Organization, OrganizationKind

FIRST = datetime(2026, 10, 5, 22, 0, tzinfo=UTC)
"""A Monday, 18:00 in Boston; clocks change on 1 November."""


@pytest.fixture
async def organization(database: Database) -> UUID:
    key = new_key()
    async with database.write() as session:
        session.add(
            Organization(
                id=key,
                slug=f"choir-{key.hex}",
                name="Choir",
                kind=OrganizationKind.STUDENT_GROUP,
                created_at=NOW,
                updated_at=NOW,
            )
        )
    return key


def rehearsal(organization: UUID, **facts: Any) -> Event:
    key = new_key()
    return Event(
        **{
            "id": key,
            "slug": f"rehearsal-{key.hex}",
            "uid": f"{key}@hallway.test",
            "organization_id": organization,
            "kind": EventKind.MEETUP,
            "name": "Rehearsal",
            "summary": "",
            "description": "",
            "starts_at": FIRST,
            "ends_at": FIRST + timedelta(hours=2),
            "time_zone": "America/New_York",
            "all_day": False,
            "attendance_mode": AttendanceMode.IN_PERSON,
            "status": EventStatus.SCHEDULED,
            "publication": Publication.PUBLISHED,
            "exdates": "",
            "rdates": "",
            "created_at": NOW,
            "updated_at": NOW,
            **facts,
        }
    )


async def save(database: Database, event: Event, *tags: str, overrides: Sequence[EventOverride] = ()) -> None:
    async with database.write() as session:
        session.add(event)
        await session.flush()
        session.add_all([EventTag(event_id=event.id, tag=tag) for tag in tags])
        session.add_all(overrides)
        await materialise(session, event, now=NOW)


async def change(database: Database, event: Event, *, now: datetime = NOW, **facts: Any) -> None:
    async with database.write() as session:
        event = await session.get_one(Event, event.id)
        for name, value in facts.items():
            setattr(event, name, value)
        await materialise(session, event, now=now)


async def listed(database: Database, event: Event) -> Sequence[Row[Any]]:
    columns = (Occurrence.id, Occurrence.recurrence_id, Occurrence.starts_at, Occurrence.ends_at, Occurrence.status)
    return await database.rows(select(*columns).where(Occurrence.event_id == event.id).order_by(Occurrence.starts_at))


async def days(database: Database, event: Event) -> list[str]:
    return [f"{row.starts_at:%m-%d %H:%M}" for row in await listed(database, event)]


async def tags(database: Database, event: Event) -> list[tuple[str, str]]:
    rows = await database.rows(
        select(OccurrenceTag.tag, OccurrenceTag.starts_at)
        .join(Occurrence, Occurrence.id == OccurrenceTag.occurrence_id)
        .where(Occurrence.event_id == event.id)
        .order_by(OccurrenceTag.tag, OccurrenceTag.starts_at)
    )
    return [(row.tag, f"{row.starts_at:%m-%d}") for row in rows]


async def test_materialise_a_single_event_under_its_own_id(database: Database, organization: UUID) -> None:
    event = rehearsal(organization)

    await save(database, event, "singing")

    assert [tuple(row) for row in await listed(database, event)] == [
        (event.id, None, FIRST, FIRST + timedelta(hours=2), EventStatus.SCHEDULED)
    ]
    assert await tags(database, event) == [("singing", "10-05")]
    assert event.materialised_until is None


async def test_materialise_a_series_keeps_the_local_hour(database: Database, organization: UUID) -> None:
    event = rehearsal(organization, rrule="FREQ=WEEKLY;COUNT=6")

    await save(database, event, "singing", "evening")

    assert await days(database, event) == [
        "10-05 22:00", "10-12 22:00", "10-19 22:00", "10-26 22:00", "11-02 23:00", "11-09 23:00"
    ]  # fmt: skip
    assert len(await tags(database, event)) == 12
    first = (await listed(database, event))[0]
    assert (first.id, first.recurrence_id) == (instance_key(event.id, "20261005T220000Z"), FIRST)


async def test_materialise_of_an_endless_series_reaches_eighteen_months(database: Database, organization: UUID) -> None:
    event = rehearsal(organization, rrule="FREQ=WEEKLY", starts_at=FIRST - timedelta(weeks=520), ends_at=FIRST)

    await save(database, event)

    rows = await listed(database, event)
    assert NOW - timedelta(days=739) < rows[0].starts_at < NOW - timedelta(days=724)
    assert NOW + timedelta(days=540) < rows[-1].starts_at < NOW + timedelta(days=548)
    assert event.materialised_until == datetime(2028, 3, 25, tzinfo=UTC)


async def test_materialise_twice_changes_nothing(database: Database, organization: UUID) -> None:
    event = rehearsal(organization, rrule="FREQ=WEEKLY;COUNT=3")
    await save(database, event, "singing")
    before = await listed(database, event)

    await change(database, event, now=NOW + timedelta(hours=3))

    assert await listed(database, event) == before


async def test_materialise_a_month_later_goes_on(database: Database, organization: UUID) -> None:
    event = rehearsal(organization, rrule="FREQ=WEEKLY")
    await save(database, event)
    before = await listed(database, event)

    await change(database, event, now=NOW + timedelta(days=28))

    after = await listed(database, event)
    assert after[: len(before)] == before
    assert len(after) == len(before) + 4


async def test_materialise_a_date_taken_away_and_one_added(database: Database, organization: UUID) -> None:
    event = rehearsal(organization, rrule="FREQ=WEEKLY;COUNT=3")
    await save(database, event, "singing")
    kept = (await listed(database, event))[2].id

    await change(database, event, exdates="20261012T220000Z", rdates="20261008T220000Z")

    assert await days(database, event) == ["10-05 22:00", "10-08 22:00", "10-19 22:00"]
    assert await tags(database, event) == [("singing", "10-05"), ("singing", "10-08"), ("singing", "10-19")]
    assert (await listed(database, event))[2].id == kept


async def test_materialise_a_moved_and_a_cancelled_instance(database: Database, organization: UUID) -> None:
    event = rehearsal(organization, rrule="FREQ=WEEKLY;COUNT=3")
    second, third = FIRST + timedelta(weeks=1), FIRST + timedelta(weeks=2)
    moved = EventOverride(
        event_id=event.id, recurrence_id=second, starts_at=second + timedelta(days=1), sequence=1, updated_at=NOW
    )
    off = EventOverride(
        event_id=event.id, recurrence_id=third, status=EventStatus.CANCELLED, sequence=1, updated_at=NOW
    )

    await save(database, event, overrides=[moved, off])

    assert [
        (f"{row.starts_at:%m-%d}", f"{row.ends_at:%m-%d %H}", row.status) for row in await listed(database, event)
    ] == [
        ("10-05", "10-06 00", EventStatus.SCHEDULED),
        ("10-13", "10-14 00", EventStatus.SCHEDULED),
        ("10-19", "10-20 00", EventStatus.CANCELLED),
    ]
    assert [row.recurrence_id for row in await listed(database, event)] == [FIRST, second, third]


async def test_materialise_an_instance_moved_before_the_first(database: Database, organization: UUID) -> None:
    event = rehearsal(organization, rrule="FREQ=WEEKLY")
    moved = EventOverride(
        event_id=event.id, recurrence_id=FIRST, starts_at=FIRST - timedelta(days=2), sequence=1, updated_at=NOW
    )

    await save(database, event, overrides=[moved])

    assert (await days(database, event))[:2] == ["10-03 22:00", "10-12 22:00"]


async def test_materialise_moves_every_instance_with_its_tags(database: Database, organization: UUID) -> None:
    event = rehearsal(organization, rrule="FREQ=WEEKLY;COUNT=2")
    await save(database, event, "singing")

    await change(database, event, starts_at=FIRST + timedelta(days=1), ends_at=FIRST + timedelta(days=1, hours=1))

    assert await days(database, event) == ["10-06 22:00", "10-13 22:00"]
    assert await tags(database, event) == [("singing", "10-06"), ("singing", "10-13")]


async def test_materialise_a_longer_event_in_place(database: Database, organization: UUID) -> None:
    event = rehearsal(organization)
    await save(database, event)

    await change(database, event, ends_at=FIRST + timedelta(hours=3), status=EventStatus.CANCELLED)

    assert [tuple(row)[3:] for row in await listed(database, event)] == [
        (FIRST + timedelta(hours=3), EventStatus.CANCELLED)
    ]


async def test_materialise_a_draft_lists_nothing_publicly(database: Database, organization: UUID) -> None:
    event = rehearsal(organization, publication=Publication.DRAFT)
    await save(database, event, "singing")

    hidden = await database.rows(select(Occurrence.listed).where(Occurrence.event_id == event.id))
    none = await tags(database, event)
    await change(database, event, publication=Publication.PUBLISHED)

    assert [row.listed for row in hidden] == [False]
    assert none == []
    assert await tags(database, event) == [("singing", "10-05")]


async def test_materialise_without_a_tag_that_was_taken_away(database: Database, organization: UUID) -> None:
    event = rehearsal(organization, rrule="FREQ=WEEKLY;COUNT=2")
    await save(database, event, "singing", "evening")

    async with database.write() as session:
        await session.execute(delete(EventTag).where(EventTag.event_id == event.id, EventTag.tag == "evening"))
        await materialise(session, await session.get_one(Event, event.id), now=NOW)

    assert await tags(database, event) == [("singing", "10-05"), ("singing", "10-12")]


async def test_materialise_a_series_that_becomes_a_single_event(database: Database, organization: UUID) -> None:
    event = rehearsal(organization, rrule="FREQ=WEEKLY;COUNT=2")
    await save(database, event, "singing")

    await change(database, event, rrule=None)

    assert [row.id for row in await listed(database, event)] == [event.id]
    assert await tags(database, event) == [("singing", "10-05")]


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=WHENEVER", "FREQ=DAILY;BYHOUR=1,2,3,4,5,6,7,8,9,10,11,12"])
async def test_materialise_a_refused_rule_lists_the_start(database: Database, organization: UUID, rule: str) -> None:
    event = rehearsal(organization, rrule=rule)

    await save(database, event)

    assert await days(database, event) == ["10-05 22:00"]


async def test_materialise_whole_days_are_whole_in_local_time(database: Database, organization: UUID) -> None:
    start = datetime(2026, 10, 25, 4, 0, tzinfo=UTC)  # midnight in Boston
    event = rehearsal(
        organization, starts_at=start, ends_at=start + timedelta(days=1), all_day=True, rrule="FREQ=WEEKLY;COUNT=2"
    )

    await save(database, event)

    assert [(f"{row.starts_at:%m-%d %H}", f"{row.ends_at:%m-%d %H}") for row in await listed(database, event)] == [
        ("10-25 04", "10-26 04"),
        ("11-01 04", "11-02 05"),
    ]


async def test_materialise_many_is_materialise_of_each(database: Database, organization: UUID) -> None:
    events = [
        rehearsal(organization, name=f"Rehearsal {n}", rrule=f"FREQ=DAILY;INTERVAL={n % 7 + 1}" if n % 3 else None)
        for n in range(60)
    ]

    async with database.write() as session:
        session.add_all(events)
        await materialise_many(session, events, now=NOW)

    for event in events:
        found = [(row.starts_at, row.ends_at) for row in await listed(database, event)]
        assert found == [(i.starts_at, i.ends_at) for i in instances(event, [], now=NOW)]
    ids = await database.rows(
        select(func.count(Occurrence.id.distinct())).where(Occurrence.organization_id == organization)
    )
    assert ids[0][0] > 6_000
    assert [is_single(event, []) for event in events[:4]] == [True, False, False, True]
