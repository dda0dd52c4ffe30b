"""Real conferences come in with their agenda and speakers, once, and keep what was changed here."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from conftest import NOW, Execute
from imports.brought import ANSWER, IMPORT, imported, look
from sqlalchemy import select, update

from server.db import Database
from server.events.agenda import AgendaItem, AgendaSpeaker
from server.events.models import EventKind
from server.imports.answers import NOTHING_ANSWERED, Answers
from server.imports.errors import FileUnreadable
from server.imports.facts import Facts
from server.imports.found import Found
from server.imports.read_file import read_file
from server.seed import SeededCampus

CAMP = "Chaos Communication Camp 2019"
BOSTON = ZoneInfo("America/New_York")


async def found_in(octets: bytes, answers: Answers = NOTHING_ANSWERED) -> Found:
    return await read_file(octets, zone=BOSTON, answers=answers, now=NOW)


async def one_in(octets: bytes) -> Facts:
    (series,) = (await found_in(octets)).series
    return series.master


def schedule(*talks: dict[str, Any], zone: str | None = "Europe/Berlin", **conference: Any) -> bytes:
    """A schedule.json with all talks in one room."""
    days = [{"rooms": {"Hall": list(talks)}}]
    said = {"acronym": "conf", "title": "Conf", "time_zone_name": zone, "days": days, **conference}
    return json.dumps({"schedule": {"base_url": "https://conf.example/", "conference": said}}).encode()


def talk(title: str, hour: int = 10, *people: str, **more: Any) -> dict[str, Any]:
    date = f"2026-10-05T{hour}:00:00+02:00"
    return {"title": title, "date": date, "duration": "00:45", "persons": [{"public_name": p} for p in people], **more}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("38c3-schedule.xml", ("38C3", "2024-12-27 09:30", "2024-12-30 18:00", "Europe/Berlin", 1007, 567)),
        ("frab-camp2019.json", (CAMP, "2019-08-21 09:00", "2019-08-25 16:30", "Europe/Berlin", 79, 90)),
        ("pretalx-democon.json", ("DemoCon", "2020-12-14 08:00", "2020-12-16 14:30", "UTC", 36, 27)),
        ("pretalx-rc3.json", ("rC3 Channels", "2020-12-27 10:30", "2020-12-30 15:40", "America/New_York", 48, 56)),
        ("hub-schedule2.json", ("38C3", "2024-12-27 09:30", "2024-12-27 23:55", "Europe/Berlin", 2, 4)),
        ("invalid-example.json", ("Winterchaos", "2022-12-28 13:00", "2022-12-28 13:45", "Europe/Zurich", 1, 1)),
    ],
)  # fmt: skip
async def test_real_conferences(shared_data: Path, name: str, expected: tuple[Any, ...]) -> None:
    facts = await one_in((shared_data / "fixtures" / "schedules" / name).read_bytes())

    agenda = facts.agenda or []
    people = {speaker for slot in agenda for speaker in slot.speakers}
    when = (f"{facts.starts_at:%Y-%m-%d %H:%M}", f"{facts.ends_at:%Y-%m-%d %H:%M}", facts.time_zone)
    assert (facts.name, *when, len(agenda), len(people)) == expected
    assert (facts.kind, facts.refused) == (EventKind.CONFERENCE, [])
    assert all(facts.starts_at <= slot.starts_at <= slot.ends_at <= facts.ends_at for slot in agenda)


async def test_the_talks_of_a_real_conference_are_what_the_file_says(shared_data: Path) -> None:
    facts = await one_in((shared_data / "fixtures" / "schedules" / "38c3-schedule.xml").read_bytes())

    opening = next(slot for slot in facts.agenda or () if slot.name == "38C3: Opening Ceremony")
    assert (opening.room, opening.ends_at - opening.starts_at) == ("Saal 1", timedelta(minutes=30))
    assert opening.speakers[0] == "Gabriela Bogk"
    assert opening.description.startswith("Glad you could make it!")


@pytest.mark.parametrize(
    "topic", ["data", "general", "graphql", "javascript", "opensource", "python", "security", "ux"]
)
async def test_every_conference_of_a_real_list_comes_in(shared_data: Path, topic: str) -> None:
    octets = (shared_data / "fixtures" / "schedules" / f"conferences-2026-{topic}.json").read_bytes()

    found = await found_in(octets)

    listed = {(item["name"], item["startDate"]) for item in json.loads(octets)}
    got = {(one.master.name, f"{one.master.starts_at.astimezone(BOSTON):%Y-%m-%d}") for one in found.series}
    assert {(" ".join(name.split()), day) for name, day in listed} == got
    assert (found.refused, {one.master.all_day for one in found.series}) == ([], {True})


async def test_a_conference_comes_in_with_its_agenda_and_once(execute: Execute, database: Database) -> None:
    file = schedule(talk("Tea", 10, "Ada", "Ben"), talk("Walk", 12, subtitle="Far"))
    first = await look(execute, file=file)
    await execute("eli", IMPORT, id=first["id"])

    again = await look(execute, file=file)

    assert (first["draft"]["new"]["count"], again["draft"]["same"]) == (1, 1)
    assert [(name, hour, people) for _, name, hour, people in await agenda(database)] == [
        ("Tea", "08:00", [("Ada", None), ("Ben", None)]),
        ("Walk", "10:00", []),
    ]


async def test_a_talk_that_moves_keeps_its_speakers_on_hallway(
    execute: Execute, database: Database, campus: SeededCampus
) -> None:
    first = await look(execute, file=schedule(talk("Tea", 10, "Ada", "Ben"), talk("Walk", 12)))
    await execute("eli", IMPORT, id=first["id"])
    async with database.write() as session:
        linked = update(AgendaSpeaker).where(AgendaSpeaker.name == "Ada").values(person_id=campus.people["ada"])
        await session.execute(linked)
    before = await agenda(database)

    second = await look(execute, file=schedule(talk("Tea", 11, "Ada", "Chen"), talk("Dinner", 18)))
    await execute("eli", IMPORT, id=second["id"])

    after = await agenda(database)
    assert (second["draft"]["changed"]["nodes"][0]["changes"], second["draft"]["changed"]["nodes"][0]["own"]) == (
        ["TIME", "AGENDA"],
        [],
    )
    assert [(name, hour, people) for _, name, hour, people in after] == [
        ("Tea", "09:00", [("Ada", campus.people["ada"]), ("Chen", None)]),
        ("Dinner", "16:00", []),
    ]
    assert before[0][0] == after[0][0]


async def agenda(database: Database) -> list[tuple[Any, ...]]:
    """Of the imported conference: id, name, hour in UTC, speakers with who they are on Hallway."""
    (event,) = await imported(database)
    columns = (AgendaItem.id, AgendaItem.name, AgendaItem.starts_at)
    items = await database.rows(select(*columns).where(AgendaItem.event_id == event.id).order_by(AgendaItem.starts_at))
    spoken = select(AgendaSpeaker.agenda_item_id, AgendaSpeaker.name, AgendaSpeaker.person_id)
    people = await database.rows(spoken.order_by(AgendaSpeaker.position))
    return [
        (item.id, item.name, f"{item.starts_at:%H:%M}", [(p.name, p.person_id) for p in people if p[0] == item.id])
        for item in items
    ]


async def test_an_agenda_that_was_changed_here_stays(execute: Execute, database: Database) -> None:
    first = await look(execute, file=schedule(talk("Tea"), talk("Walk", 12)))
    await execute("eli", IMPORT, id=first["id"])
    async with database.write() as session:
        await session.execute(update(AgendaItem).where(AgendaItem.name == "Tea").values(room="Garden"))

    second = await look(execute, file=schedule(talk("Tea"), talk("Dinner", 12)))
    await execute("eli", IMPORT, id=second["id"])

    assert second["draft"]["changed"]["nodes"][0]["own"] == ["AGENDA"]
    assert [name for _, name, _, _ in await agenda(database)] == ["Tea", "Walk"]


async def test_an_unknown_time_zone_of_a_conference_is_asked_about(execute: Execute, database: Database) -> None:
    seen = await look(execute, file=schedule(talk("Tea"), zone="Camp time"))

    await execute("eli", ANSWER, id=seen["id"], name="Camp time", zone="Europe/Berlin")
    await execute("eli", IMPORT, id=seen["id"])

    assert (seen["draft"]["unknownZones"], seen["draft"]["events"]) == (["Camp time"], 0)
    assert [row.time_zone for row in await imported(database)] == ["Europe/Berlin"]


async def test_a_conference_without_talks_takes_its_days() -> None:
    facts = await one_in(schedule(start="2026-10-05", end="2026-10-06"))

    assert (facts.all_day, facts.starts_at) == (True, datetime(2026, 10, 4, 22, tzinfo=UTC))
    assert facts.ends_at == datetime(2026, 10, 6, 22, tzinfo=UTC)


async def test_a_talk_without_a_date_is_left_out_and_said() -> None:
    facts = await one_in(schedule(talk("Tea"), {"title": "Walk"}))

    assert [fault.reason for fault in facts.refused] == [
        "The talk “Walk” is left out: its date is “”, and that is no date. One looks like 2026-09-24T18:00:00-04:00."
    ]


@pytest.mark.parametrize(
    ("octets", "message"),
    [
        (b'<!DOCTYPE x [<!ENTITY a "b">]><schedule>&a;</schedule>', "This XML declares a document type"),
        (b"<schedule><conference></schedule>", "This XML is broken at line 1"),
        (b"<schedule></schedule>", "This XML is no schedule"),
        (b'{"schedule": []}', "This schedule names no conference"),
        (b'{"schedule": {"conference": {}}}', "This schedule has no talks and no days"),
        (b'{"schedule": ', "This begins like JSON, and is broken further on"),
        (b"[" * 100_000, "This begins like JSON, and is broken further on"),
        (b"{}", "No event is described in this file"),
        (b"<html></html>", "No event is described in this file"),
    ],
)
async def test_what_is_no_schedule_is_refused(octets: bytes, message: str) -> None:
    with pytest.raises(FileUnreadable) as refusal:
        await found_in(octets)

    assert refusal.value.message.startswith(message)
