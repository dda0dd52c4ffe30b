"""A file becomes events of an organization: once, changed where it changed, and never at the cost of others."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from conftest import NOW
from imports.brought import untold
from make import event as make_event
from sqlalchemy import Row, func, select, update

from server.db import Database
from server.events.models import Event, EventOverride, EventStatus, EventTag, Occurrence, Publication
from server.feeds.calendars import organization_calendar
from server.imports.errors import FileUnreadable
from server.imports.host import OrganizationUnknown
from server.imports.import_calendar import ImportReport, import_calendar
from server.organizations.models import Organization

LATER = NOW + timedelta(days=1)
START = datetime(2026, 10, 5, 22, tzinfo=UTC)


def vevent(*lines: str, uid: str = "talk@example.edu", start: str = "20261005T220000Z") -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"DTSTART:{start}", *lines, "END:VEVENT", ""])


def calendar(*parts: str) -> bytes:
    return ("BEGIN:VCALENDAR\r\n" + "".join(parts) + "END:VCALENDAR\r\n").encode()


async def bring(database: Database, *parts: str, now: datetime = NOW, to: str = "robotics-club") -> ImportReport:
    return await import_calendar(database, organization=to, text=calendar(*parts), announcing=untold, now=now)


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.events, report.imported, report.updated, report.unchanged


async def imported(database: Database) -> Sequence[Row[Any]]:
    return await database.rows(select(*Event.__table__.c).where(Event.import_hash.is_not(None)).order_by(Event.name))


async def listed(database: Database) -> list[str]:
    rows = await database.rows(
        select(Occurrence.starts_at, Occurrence.status)
        .join(Event, Event.id == Occurrence.event_id)
        .where(Event.import_hash.is_not(None), Occurrence.listed)
        .order_by(Occurrence.starts_at, Occurrence.status.desc())
    )
    return [f"{row.starts_at:%m-%d %H:%M}{'' if row.status is EventStatus.SCHEDULED else ' off'}" for row in rows]


async def test_import_makes_events(database: Database) -> None:
    report = await bring(
        database,
        vevent("SUMMARY:Café Talk", "DURATION:PT1H", "CATEGORIES:lecture,tea", "LOCATION:Hall", "SEQUENCE:2"),
        vevent("SUMMARY:Dinner", "STATUS:CANCELLED", uid="2"),
    )

    talk, dinner = await imported(database)
    assert counts(report) == (2, 2, 0, 0)
    assert (talk.slug, talk.uid, talk.name) == ("cafe-talk-2026-10-05", "talk@example.edu", "Café Talk")
    assert (talk.starts_at, talk.ends_at) == (
        datetime(2026, 10, 5, 22, tzinfo=UTC),
        datetime(2026, 10, 5, 23, tzinfo=UTC),
    )
    assert (talk.kind, talk.location_text, talk.sequence) == ("LECTURE", "Hall", 2)
    assert (talk.publication, talk.created_at, talk.updated_at) == ("PUBLISHED", NOW, NOW)
    assert (dinner.status, dinner.cancelled_at) == (EventStatus.CANCELLED, NOW)
    assert await listed(database) == ["10-05 22:00", "10-05 22:00 off"]
    tags = await database.rows(select(EventTag.tag).where(EventTag.event_id == talk.id).order_by(EventTag.tag))
    assert [row.tag for row in tags] == ["lecture", "tea"]


async def test_import_a_second_time_changes_nothing(database: Database) -> None:
    parts = (
        vevent("RRULE:FREQ=WEEKLY;COUNT=3", "CATEGORIES:tea"),
        vevent("RECURRENCE-ID:20261012T220000Z", start="20261013T220000Z"),
        vevent(uid="2"),
    )
    await bring(database, *parts)
    before = await imported(database), await database.rows(select(Occurrence).order_by(Occurrence.id))

    report = await bring(database, *reversed(parts), now=LATER)

    assert counts(report) == (3, 0, 0, 3)
    assert (await imported(database), await database.rows(select(Occurrence).order_by(Occurrence.id))) == before


async def test_import_of_a_newer_file_changes_what_differs(database: Database) -> None:
    await bring(database, vevent("SUMMARY:Talk", "CATEGORIES:tea"), vevent("SUMMARY:Dinner", uid="2"))
    talk, dinner = (await imported(database))[::-1]

    report = await bring(
        database, vevent("SUMMARY:Long talk", "CATEGORIES:cake"), vevent("SUMMARY:Dinner", uid="2"), now=LATER
    )

    now_dinner, now_talk = await imported(database)
    assert counts(report) == (2, 0, 1, 1)
    assert now_dinner == dinner
    assert (now_talk.id, now_talk.slug, now_talk.created_at) == (talk.id, talk.slug, NOW)
    assert (now_talk.name, now_talk.updated_at) == ("Long talk", LATER)
    assert [row.tag for row in await database.rows(select(EventTag.tag).where(EventTag.event_id == talk.id))] == [
        "cake"
    ]


async def test_import_of_a_file_with_another_stamp_changes_nothing(database: Database) -> None:
    await bring(database, vevent("DTSTAMP:20260101T000000Z"))

    report = await bring(database, vevent("DTSTAMP:20260102T000000Z"), now=LATER)

    assert counts(report) == (1, 0, 0, 1)


async def test_import_leaves_what_a_newer_file_no_longer_has(database: Database) -> None:
    await bring(database, vevent("SUMMARY:Talk"), vevent("SUMMARY:Dinner", uid="2"))

    await bring(database, vevent("SUMMARY:Talk"), now=LATER)

    assert [event.name for event in await imported(database)] == ["Dinner", "Talk"]


async def test_import_goes_on_after_a_bad_component(database: Database) -> None:
    report = await bring(
        database,
        vevent("SUMMARY:Talk"),
        "BEGIN:VEVENT\r\nSUMMARY:Some day\r\nEND:VEVENT\r\n",
        vevent("SUMMARY:Odd", "DTEND:soon", uid="3"),
        vevent("SUMMARY:Dinner", uid="2"),
    )

    assert counts(report) == (3, 3, 0, 0)
    assert [(fault.line, fault.reason) for fault in report.refused] == [
        (7, "This VEVENT has no DTSTART, so nobody knows when it is.")
    ]
    assert [note.line for note in report.notes] == [14]
    assert [event.name for event in await imported(database)] == ["Dinner", "Odd", "Talk"]


async def test_import_goes_on_where_it_was_broken_off(database: Database) -> None:
    parts = [vevent(f"SUMMARY:Talk {n}", uid=f"{n}") for n in range(450)]

    def stop(done: int, total: int) -> None:
        assert total == 450
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await import_calendar(
            database, organization="robotics-club", text=calendar(*parts), announcing=untold, now=NOW, progress=stop
        )
    kept = len(await imported(database))
    seen: list[tuple[int, int]] = []
    report = await import_calendar(
        database,
        organization="robotics-club",
        text=calendar(*parts),
        announcing=untold,
        now=LATER,
        progress=lambda done, total: seen.append((done, total)),
    )

    assert kept == 200
    assert counts(report) == (450, 250, 0, 200)
    assert seen == [(200, 450), (400, 450), (450, 450)]


async def test_import_the_newest_of_several_versions(database: Database) -> None:
    report = await bring(
        database,
        vevent("SUMMARY:First", "SEQUENCE:1"),
        vevent("SUMMARY:Newest", "SEQUENCE:3"),
        vevent("SUMMARY:Second", "SEQUENCE:2"),
        vevent("SUMMARY:Tie", uid="2"),
        vevent("SUMMARY:Break", uid="2"),
    )
    again = await bring(database, vevent("SUMMARY:Newest", "SEQUENCE:3"), now=LATER)

    assert [event.name for event in await imported(database)] == ["Break", "Newest"]
    assert counts(report) == (5, 2, 0, 3)
    assert counts(again) == (1, 0, 0, 1)


async def test_import_a_series_with_exceptions(database: Database) -> None:
    report = await bring(
        database,
        vevent("SUMMARY:Choir", "RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE:20261019T220000Z", "DURATION:PT2H"),
        vevent("SUMMARY:Concert", "RECURRENCE-ID:20261012T220000Z", start="20261013T200000Z"),
        vevent("SUMMARY:Choir", "RECURRENCE-ID;VALUE=DATE:20261026", "STATUS:CANCELLED", start="20261026T220000Z"),
    )

    assert counts(report) == (3, 3, 0, 0)
    assert await listed(database) == ["10-05 22:00", "10-13 20:00", "10-26 22:00 off"]
    overrides = await database.rows(
        select(EventOverride.name, EventOverride.status)
        .where(EventOverride.import_hash.is_not(None))
        .order_by(EventOverride.recurrence_id)
    )
    assert [tuple(row) for row in overrides] == [("Concert", None), (None, EventStatus.CANCELLED)]


async def test_import_without_an_exception_that_was_withdrawn(database: Database) -> None:
    series = vevent("RRULE:FREQ=WEEKLY;COUNT=2")
    await bring(database, series, vevent("RECURRENCE-ID:20261012T220000Z", start="20261013T220000Z"))

    report = await bring(database, series, now=LATER)

    assert counts(report) == (1, 0, 0, 1)
    assert await listed(database) == ["10-05 22:00", "10-12 22:00"]


async def test_import_single_instances_and_then_their_series(database: Database) -> None:
    """An invitation to one instance, or an export of a few weeks, may come before the series itself."""
    second = vevent("SUMMARY:Second", "RECURRENCE-ID:20261012T220000Z", start="20261012T230000Z")
    third = vevent("SUMMARY:Third", "RECURRENCE-ID:20261019T220000Z", start="20261019T230000Z")
    alone = await bring(database, second, third)
    shown = await listed(database)
    again = await bring(database, second, third)

    series = await bring(database, vevent("RRULE:FREQ=WEEKLY;COUNT=4"), second, third, now=LATER)
    once_more = await bring(database, third, now=LATER)

    assert (counts(alone), counts(again)) == ((2, 2, 0, 0), (2, 0, 0, 2))
    assert shown == ["10-12 23:00", "10-19 23:00"]
    assert series.events == 3
    assert counts(once_more) == (1, 0, 0, 1)
    assert await listed(database) == ["10-05 22:00", "10-12 23:00", "10-19 23:00", "10-26 22:00"]
    assert len(await imported(database)) == 1


async def test_import_this_and_all_following(database: Database) -> None:
    onward = "RECURRENCE-ID;RANGE=THISANDFUTURE:20261019T220000Z"
    parts = (
        vevent("RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=5", "SUMMARY:Choir", "EXDATE:20261026T220000Z"),
        vevent("SUMMARY:Choir on Tuesdays", onward, start="20261020T210000Z"),
    )

    report = await bring(database, *parts)
    again = await bring(database, *parts, now=LATER)

    assert (counts(report), counts(again)) == ((2, 2, 0, 0), (2, 0, 0, 2))
    assert await listed(database) == ["10-05 22:00", "10-12 22:00", "10-20 21:00", "11-03 21:00"]
    assert [event.rrule for event in await imported(database)] == [
        "FREQ=WEEKLY;BYDAY=MO;UNTIL=20261019T215959Z",
        "FREQ=WEEKLY;BYDAY=TU;COUNT=3",
    ]


async def test_import_this_and_all_following_of_what_cannot_be_moved_is_one_instance(database: Database) -> None:
    report = await bring(
        database,
        vevent("RRULE:FREQ=MONTHLY;BYMONTHDAY=5;COUNT=3"),
        vevent("RECURRENCE-ID;RANGE=THISANDFUTURE:20261105T220000Z", start="20261106T220000Z"),
    )

    assert await listed(database) == ["10-05 22:00", "11-06 22:00", "12-05 22:00"]
    assert [fault.reason for fault in report.refused] == [
        "The rule by which this repeats can't be read: its days can't be moved to others."
        " Only this one instance was changed."
    ]


async def test_import_never_changes_what_was_made_here(database: Database) -> None:
    async with database.write() as session:
        await make_event(session, uid="talk@example.edu", name="Ours")

    report = await bring(database, vevent("SUMMARY:Theirs"))

    ours = await database.rows(select(Event.name).where(Event.uid == "talk@example.edu"))
    assert [row.name for row in ours] == ["Ours"]
    assert counts(report) == (1, 0, 0, 1)
    assert [note.reason for note in report.notes] == ["This event was made here, so a file does not change it."]


async def test_import_by_two_organizations_is_two_events(database: Database) -> None:
    await bring(database, vevent("SUMMARY:Talk"))

    report = await bring(database, vevent("SUMMARY:Talk"), to="career-design")

    first, second = await imported(database)
    assert counts(report) == (1, 1, 0, 0)
    assert first.organization_id != second.organization_id
    assert sorted((first.slug, second.slug))[0] == "talk-2026-10-05"


async def test_import_of_equal_names_gives_each_a_slug(database: Database) -> None:
    parts = [vevent("SUMMARY:Talk", uid=f"{n}") for n in range(3)] + [vevent("SUMMARY:日本", uid="x")]

    await bring(database, *parts)

    slugs = [event.slug for event in await imported(database)]
    assert len(set(slugs)) == 4
    assert {"talk-2026-10-05", "event-2026-10-05"} < set(slugs)
    assert all(slug.startswith(("talk-2026-10-05", "event-2026-10-05")) and len(slug) <= 120 for slug in slugs)


async def test_import_keeps_private_events_from_the_public(database: Database) -> None:
    await bring(database, vevent("SUMMARY:Dismissals", "CLASS:PRIVATE"))

    (event,) = await imported(database)
    assert event.publication is Publication.DRAFT
    assert await listed(database) == []


async def test_import_for_an_organization_without_campus_is_in_utc(database: Database) -> None:
    async with database.write() as session:
        await session.execute(update(Organization).where(Organization.slug == "robotics-club").values(campus_id=None))

    await bring(database, vevent(start="20261005T180000"))

    (event,) = await imported(database)
    assert (event.time_zone, event.starts_at) == ("UTC", datetime(2026, 10, 5, 18, tzinfo=UTC))


async def test_import_for_nobody_is_refused(database: Database) -> None:
    with pytest.raises(OrganizationUnknown):
        await bring(database, vevent(), to="nobody")

    assert await imported(database) == []


async def test_import_of_what_is_no_calendar_is_refused(database: Database) -> None:
    with pytest.raises(FileUnreadable):
        await import_calendar(database, organization="robotics-club", text=b"Dear members,", announcing=untold, now=NOW)

    assert await imported(database) == []


async def test_import_of_endless_rules_is_bounded_in_time_and_rows(database: Database) -> None:
    hostile = "RRULE:FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR=1,2,3,4;BYSETPOS=-366"
    parts = [vevent(hostile, uid=f"hostile-{n}", start="20200101T000000Z") for n in range(600)]
    before = time.process_time()

    report = await bring(database, *parts, vevent("SUMMARY:Talk"))

    assert time.process_time() - before < 60
    assert report.events == 601
    assert len(report.refused) > 300
    assert {fault.reason.rpartition(": ")[2] for fault in report.refused} == {
        "finding its dates takes too many steps. The event is listed once, at its start."
    }
    rows = await database.rows(
        select(func.count())
        .select_from(Occurrence)
        .join(Event, Event.id == Occurrence.event_id)
        .where(Event.import_hash.is_not(None))
    )
    assert 601 <= rows[0][0] < 20_000


async def test_import_of_our_own_calendar_gives_the_same_instances(database: Database) -> None:
    """What is written for others says all that it takes to read it: dates, rules, exceptions, zones, words."""
    ours = await organization_calendar(database, slug="robotics-club", base_url="http://hallway.test", now=NOW)
    assert ours is not None

    report = await import_calendar(
        database, organization="career-design", text=ours.text.encode(), announcing=untold, now=NOW
    )

    def instances(imported_: bool) -> Any:
        return (
            select(Event.uid, Event.kind, Event.time_zone, Occurrence.starts_at, Occurrence.ends_at, Occurrence.status)
            .join(Event, Event.id == Occurrence.event_id)
            .where(Event.import_hash.is_not(None) if imported_ else Event.import_hash.is_(None))
            .where(Event.uid.in_(select(Event.uid).where(Event.import_hash.is_not(None))), Occurrence.listed)
            .order_by(Event.uid, Occurrence.starts_at)
        )

    theirs = await database.rows(instances(True))
    assert report.refused == []
    assert [tuple(row) for row in theirs] == [tuple(row) for row in await database.rows(instances(False))]
    assert len(theirs) > 50
