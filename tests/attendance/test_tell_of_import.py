"""Whoever comes is told of what an import changes, by file, address or command, as of what somebody changes by hand."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from coming import Coming
from conftest import NOW, Execute
from imports.brought import bring, calendar, vevent
from imports.elsewhere import Elsewhere, elsewhere
from imports.test_ask import follow
from sqlalchemy import delete, select
from weekly import answer, listed, monday

from server.attendance.ask_calendars import ask_calendars
from server.attendance.rsvp import Rsvp
from server.attendance.tell_of_import import told_of_import
from server.config import Settings
from server.db import Database
from server.events.models import Event
from server.imports.import_calendar import import_calendar
from server.keys import derived_key
from server.mail.models import OutgoingMail

WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=4"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Organizers may import from this machine."""
    return replace(settings, private_calendars=True)


@pytest.fixture
def there() -> Iterator[Elsewhere]:
    with elsewhere() as found:
        yield found


async def event(database: Database, uid: str = "talk@example.edu") -> Event:
    async with database.read() as session:
        return (await session.scalars(select(Event).where(Event.uid == uid))).one()


async def told(coming: Coming) -> list[tuple[str, str, str]]:
    """Name, subject and text of what was queued since the last time."""
    found = sorted((str(to).partition("@")[0], subject, text) for to, subject, text in await coming.mails())
    async with coming.database.write() as session:
        await session.execute(delete(OutgoingMail))
    return found


def talk(*lines: str, **where: Any) -> str:
    return vevent("SUMMARY:Talk", *lines, **where)


def exdate(at: datetime) -> str:
    return f"EXDATE:{at:%Y%m%dT%H%M%SZ}"


async def test_who_comes_is_told_what_a_file_moves_calls_off_and_lets_take_place_after_all(
    execute: Execute, database: Database, coming: Coming
) -> None:
    await bring(execute, talk())
    goes, said_no = await coming.people(2)
    occurrence = (await event(database)).id
    await coming.says(goes, occurrence)
    await coming.says(said_no, occurrence, Rsvp.NOT_GOING)

    subjects = []
    later = "20261006T220000Z"
    for lines, start in (
        (("LOCATION:Room 2",), "20261005T220000Z"),
        (("LOCATION:Room 2",), later),
        (("LOCATION:Room 2", "STATUS:CANCELLED"), later),
        (("LOCATION:Room 2",), later),
        (("LOCATION:Room 2", "DESCRIPTION:Other words"), later),
    ):
        await bring(execute, talk(*lines, start=start))
        subjects.append([(name, subject) for name, subject, _ in await told(coming)])

    one = goes.hex
    assert subjects == [
        [(one, "Moved: Talk")],
        [(one, "Moved: Talk")],
        [(one, "Cancelled: Talk")],
        [(one, "It takes place: Talk")],
        [],
    ]


async def test_who_imports_is_not_told_and_what_is_gone_from_a_file_is_called_off_for_all(
    execute: Execute, database: Database, coming: Coming
) -> None:
    await bring(execute, talk(), vevent("SUMMARY:Tea", uid="tea"))
    (goes,) = await coming.people(1)
    occurrence = (await event(database)).id
    await coming.says(goes, occurrence)
    await coming.says(derived_key("person", "eli"), occurrence)

    await bring(execute, vevent("SUMMARY:Tea", uid="tea"))
    kept = await told(coming)
    await bring(execute, vevent("SUMMARY:Tea", uid="tea"), cancelGone=True)

    assert kept == []
    assert [(name, subject) for name, subject, _ in await told(coming)] == [(goes.hex, "Cancelled: Talk")]


async def test_what_an_address_moves_or_has_no_more_is_told_once_a_person_and_event(
    execute: Execute, database: Database, settings: Settings, coming: Coming, there: Elsewhere
) -> None:
    tea = vevent("SUMMARY:Tea", uid="tea")
    await follow(execute, there, talk(WEEKLY), tea, vevent("SUMMARY:Walk", uid="walk"))
    series = await event(database)
    await answer(database, series, monday(0), "ada", "eli")
    await answer(database, series, monday(1), "ada")
    await answer(database, await event(database, "walk"), monday(0), "ada")
    moved = talk(WEEKLY, start="20261005T230000Z")

    there.octets = calendar(moved, tea)
    await ask_calendars(database, settings, now=NOW + timedelta(hours=2))
    mails = await told(coming)
    await ask_calendars(database, settings, now=NOW + timedelta(hours=4))

    assert [(name, subject, text.count("When: ")) for name, subject, text in mails] == [
        ("ada", "Cancelled: Walk", 0),
        ("ada", "Moved: Talk", 2),
        ("eli", "Moved: Talk", 1),
    ]
    assert await told(coming) == []
    assert await listed(database, series.slug) == ["10-05 19:00 2", "10-12 19:00 1", "10-19 19:00", "10-26 19:00"]


async def test_a_date_that_a_series_has_no_more_stays_cancelled_for_those_who_come_until_it_is_back(
    execute: Execute, database: Database, coming: Coming
) -> None:
    await bring(execute, talk(WEEKLY))
    series = await event(database)
    await answer(database, series, monday(1), "ada")

    await bring(execute, talk(WEEKLY, exdate(monday(1)), exdate(monday(2))))
    without, mails = await listed(database, series.slug), await told(coming)
    await bring(execute, talk(WEEKLY, exdate(monday(1)), exdate(monday(2)), "LOCATION:Room 2"))
    again = await listed(database, series.slug)
    await told(coming)
    await bring(execute, talk(WEEKLY, "LOCATION:Room 2"))

    assert without == again == ["10-05 18:00", "10-12 18:00 off 1", "10-26 18:00"]
    assert [(name, subject) for name, subject, _ in mails] == [("ada", "Cancelled: Talk")]
    assert await listed(database, series.slug) == ["10-05 18:00", "10-12 18:00 1", "10-19 18:00", "10-26 18:00"]
    assert [subject for _, subject, _ in await told(coming)] == ["It takes place: Talk"]


async def test_a_calendar_that_leaves_out_past_dates_moves_no_answer(
    execute: Execute, database: Database, coming: Coming
) -> None:
    await bring(execute, talk(WEEKLY))
    series = await event(database)
    await answer(database, series, monday(1), "ada")

    await bring(execute, talk("RRULE:FREQ=WEEKLY;COUNT=3", start=f"{monday(1):%Y%m%dT%H%M%SZ}"))

    assert await listed(database, series.slug) == ["10-12 18:00 1", "10-19 18:00", "10-26 18:00"]
    assert await told(coming) == []


async def test_an_instance_cancelled_there_and_a_command_tell_too(
    database: Database, settings: Settings, coming: Coming
) -> None:
    async def run(*parts: str) -> None:
        announcing = told_of_import(settings, now=NOW)
        text = calendar(*parts)
        await import_calendar(database, organization="robotics-club", text=text, announcing=announcing, now=NOW)

    await run(talk(WEEKLY))
    series = await event(database)
    await answer(database, series, monday(1), "ada")
    await answer(database, series, monday(2), "eli")

    at = f"{monday(1):%Y%m%dT%H%M%SZ}"
    await run(talk(WEEKLY), talk(f"RECURRENCE-ID:{at}", "STATUS:CANCELLED", start=at))

    assert [(name, subject) for name, subject, _ in await told(coming)] == [("ada", "Cancelled: Talk")]


async def test_nobody_is_told_where_the_import_breaks_off(
    execute: Execute, database: Database, coming: Coming, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bring(execute, talk(WEEKLY))
    series = await event(database)
    await answer(database, series, monday(1), "ada")

    async def broken(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("server.imports.keep.materialise_many", broken)
    with pytest.raises(KeyboardInterrupt):
        await bring(execute, talk(WEEKLY, "STATUS:CANCELLED"))

    assert await told(coming) == []
