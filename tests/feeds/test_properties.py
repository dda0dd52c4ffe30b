"""Every property that a calendar is to have is in every calendar, and says what it is to say."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest
from conftest import NOW
from make import event as make_event
from make import organization as make_organization
from sqlalchemy import insert

from server.db import Database
from server.events.filter import EventFilter
from server.events.models import EventHost, EventKind
from server.feeds.calendars import campus_calendar, event_calendar, events_calendar, organization_calendar
from server.feeds.colors import COLORS
from server.keys import derived_key

HOST = "http://hallway.test"
OF_EVENTS = [
    "UID", "DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION",
    "GEO", "CATEGORIES", "COLOR", "STATUS", "CONTACT", "URL", "IMAGE",
]  # fmt: skip
OF_CALENDARS = [
    "VERSION", "PRODID", "CALSCALE", "NAME", "X-WR-CALNAME", "DESCRIPTION", "X-WR-CALDESC", "URL", "SOURCE",
    "REFRESH-INTERVAL", "X-PUBLISHED-TTL",
]  # fmt: skip


async def feeds(database: Database, slug: str) -> dict[str, list[str]]:
    """The unfolded lines of every public calendar that holds the event."""
    found = {
        "filter": await events_calendar(
            database, filter=EventFilter(tags=("talk",)), name="Northgate", base_url=HOST, now=NOW
        ),
        "organization": await organization_calendar(database, slug="robotics-club", base_url=HOST, now=NOW),
        "campus": await campus_calendar(database, slug="boston", base_url=HOST, now=NOW),
        "event": await event_calendar(database, slug=slug, base_url=HOST, now=NOW),
    }
    return {name: one.text.replace("\r\n ", "").split("\r\n") for name, one in found.items() if one is not None}


def of_event(lines: list[str], slug: str) -> list[str]:
    """The lines of the last VEVENT with this address."""
    end = max(i for i, line in enumerate(lines) if line == f"URL:{HOST}/events/{slug}")
    first = max(i for i in range(end) if lines[i] == "BEGIN:VEVENT")
    return lines[first : lines.index("END:VEVENT", end)]


def names(lines: Iterable[str]) -> list[str]:
    return [line.partition(":")[0].partition(";")[0] for line in lines]


@pytest.fixture
async def told(database: Database) -> dict[str, list[str]]:
    """A talk with everything that an event can have, in every calendar."""
    async with database.write() as session:
        made = await make_event(
            session,
            slug="talk",
            uid="talk@make.example",
            kind=EventKind.PANEL,
            name="Talk",
            summary="On talking.",
            description="At length.",
            tags=["talk", "zebra"],
            contact="Ida, room 12",
            place_id=None,
            location_text="Pier 4",
            image_key="k" * 26,
            sequence=7,
            starts_at=datetime(2026, 10, 1, 20, tzinfo=UTC),
            lasts=timedelta(hours=2),
            time_zone="America/New_York",
            created_at=datetime(2026, 9, 1, tzinfo=UTC),
            updated_at=datetime(2026, 9, 2, tzinfo=UTC),
        )
        for position, name in enumerate(["Second Club", "First Society"]):
            other = await make_organization(session, name)
            await session.execute(
                insert(EventHost).values(event_id=made.id, organization_id=other.id, position=position)
            )
    return await feeds(database, "talk")


async def test_every_calendar_has_every_property_of_an_event(database: Database) -> None:
    async with database.write() as session:
        await make_event(
            session,
            slug="whole",
            tags=["talk"],
            summary="x",
            image_key="k" * 26,
            place_id=derived_key("place", "makerspace"),
        )

    found = await feeds(database, "whole")

    assert {name: names(of_event(lines, "whole"))[1:] for name, lines in found.items()} == dict.fromkeys(
        ("filter", "organization", "campus", "event"), OF_EVENTS
    )


async def test_every_calendar_has_every_property_of_a_calendar(told: dict[str, list[str]]) -> None:
    heads = {name: names(lines[1 : lines.index("BEGIN:VTIMEZONE")]) for name, lines in told.items()}

    assert heads == dict.fromkeys(("filter", "organization", "campus", "event"), OF_CALENDARS)


async def test_calendar_says_where_it_is_and_which_page_shows_it(told: dict[str, list[str]]) -> None:
    said = {
        name: [line.partition(":")[2] for line in lines if line.startswith(("URL:", "SOURCE"))][:2]
        for name, lines in told.items()
    }

    assert said == {
        "filter": [f"{HOST}/?tag=talk", f"{HOST}/feeds/events.ics?tag=talk"],
        "organization": [f"{HOST}/organizations/robotics-club", f"{HOST}/organizations/robotics-club.ics"],
        "campus": [f"{HOST}/?campus=boston", f"{HOST}/campuses/boston.ics"],
        "event": [f"{HOST}/events/talk", f"{HOST}/events/talk.ics"],
    }


async def test_calendar_is_named_and_asked_for_anew_each_hour(told: dict[str, list[str]]) -> None:
    named = {
        name: [one.partition(":")[2] for one in lines if one.startswith(("NAME", "X-WR-CALNAME"))]
        for name, lines in told.items()
    }

    assert named == {
        "filter": ["Northgate: talk"] * 2,
        "organization": ["Robotics Club"] * 2,
        "campus": ["Boston"] * 2,
        "event": ["Talk"] * 2,
    }
    for lines in told.values():
        assert {"REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"} <= set(lines)


async def test_calendar_is_not_taken_for_another_or_for_an_invitation(told: dict[str, list[str]]) -> None:
    for lines in told.values():
        assert {"METHOD", "UID"}.isdisjoint(names(lines[: lines.index("BEGIN:VEVENT")]))
        assert "ORGANIZER" not in names(lines)


@pytest.mark.parametrize(
    "line",
    [
        "UID:talk@make.example",
        "DTSTAMP:20260902T000000Z",
        "CREATED:20260901T000000Z",
        "LAST-MODIFIED:20260902T000000Z",
        "SEQUENCE:7",
        "DTSTART;TZID=America/New_York:20261001T160000",
        "DTEND;TZID=America/New_York:20261001T180000",
        "SUMMARY:Talk",
        "DESCRIPTION:On talking.\\n\\nAt length.",
        "LOCATION:Pier 4",
        "CATEGORIES:Panel,talk,zebra",
        "COLOR:royalblue",
        "STATUS:CONFIRMED",
        "CONTACT:Ida\\, room 12",
        "CONTACT:Second Club",
        "CONTACT:First Society",
        "URL:http://hallway.test/events/talk",
        "IMAGE;VALUE=URI;DISPLAY=BADGE;FMTTYPE=image/jpeg:http://hallway.test/events/talk/picture.jpg",
    ],
)
async def test_every_calendar_says(told: dict[str, list[str]], line: str) -> None:
    for lines in told.values():
        assert of_event(lines, "talk").count(line) == 1


async def test_event_without_a_contact_names_its_host(database: Database) -> None:
    async with database.write() as session:
        await make_event(session, slug="plain", tags=["talk"])

    found = await feeds(database, "plain")

    for lines in found.values():
        assert [line for line in of_event(lines, "plain") if line.startswith("CONTACT")] == ["CONTACT:Robotics Club"]
        assert "IMAGE" not in names(of_event(lines, "plain"))


async def test_public_calendar_has_no_address_of_a_call(database: Database) -> None:
    async with database.write() as session:
        await make_event(session, slug="call", tags=["talk"], online_url="https://call.example/secret")

    found = await feeds(database, "call")

    for lines in found.values():
        assert ("CONFERENCE" in names(lines), "call.example" in "".join(lines)) == (False, False)


async def test_zones_are_told_once_each_from_the_first_event_on(told: dict[str, list[str]]) -> None:
    for lines in told.values():
        zones = [line for line in lines if line.startswith("TZID:")]
        assert len(zones) == len(set(zones))
        assert min(line for line in lines if line.startswith("DTSTART:")) >= "DTSTART:2026"


def test_every_kind_has_a_color_of_its_own() -> None:
    assert set(COLORS) == set(EventKind)
    assert len(set(COLORS.values())) == len(COLORS)
