"""Whatever an event is called, others read it as it was written."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import icalendar
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from server.events.models import AttendanceMode, EventKind, EventStatus
from server.feeds.write import Around, vevents
from server.imports.calendar_file import read_calendars

START = datetime(2026, 10, 5, 22, tzinfo=UTC)
CONTROL = {chr(n) for n in range(32)} | {"\x7f", "\ufeff"}

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
nasty = st.one_of(
    words,
    st.sampled_from(
        [
            "a\\nb", "\\", "\\\\", ";", ",", ":", '"', "a\r\nBEGIN:VEVENT\r\nUID:x", "END:VEVENT", "\x85\u2028\u2029",
            "é" * 80, "👩‍🎓" * 40, "שלום", "\ufeff", " lead and trail ", "\t", "a\x00b\x1bc", "^n^'", "%0D%0A",
        ]
    ),
)  # fmt: skip


def event(**facts: Any) -> Any:
    return SimpleNamespace(
        **{
            "uid": "talk@hallway.test",
            "slug": "talk",
            "kind": EventKind.INFO_SESSION,
            "name": "Talk",
            "summary": "",
            "description": "",
            "starts_at": START,
            "ends_at": START + timedelta(hours=1),
            "time_zone": "America/New_York",
            "all_day": False,
            "rrule": None,
            "exdates": "",
            "rdates": "",
            "attendance_mode": AttendanceMode.IN_PERSON,
            "status": EventStatus.SCHEDULED,
            "cancel_reason": None,
            "sequence": 0,
            "created_at": START,
            "updated_at": START,
            "organization_name": "Club",
            "room": None,
            "location_text": None,
            "place_name": None,
            "place_address": None,
            "latitude": None,
            "longitude": None,
            "contact": None,
            "image_key": None,
            **facts,
        }
    )


def written(tags: tuple[str, ...] = (), **facts: Any) -> str:
    return vevents(event(**facts), [], Around(tags), base_url="http://hallway.test", today=START).text


def read(text: str) -> Any:
    calendar = icalendar.Calendar.from_ical(f"BEGIN:VCALENDAR\r\n{text}END:VCALENDAR\r\n")
    (found,) = calendar.walk("VEVENT")
    assert found.errors == []
    return found


def said(text: str, name: str) -> str:
    """What our own reader understands; icalendar's takes a backslash and an N for a line end, however escaped."""
    ((component,),) = (calendar.events for calendar in read_calendars(text.encode()))
    found = component.first(name)
    return found.text if found is not None else ""


def kept(text: str) -> str:
    """What a calendar can hold of a text: line ends of one kind, no other control characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(c for c in text if c == "\n" or c not in CONTROL)


@given(name=nasty, description=nasty, place=nasty, address=nasty, host=nasty)
@example(name="x", description="\\N\\n\n", place=",", address="1 Street\n\nTown", host="A; B")
def test_write_and_read_words(name: str, description: str, place: str, address: str, host: str) -> None:
    text = written(name=name, description=description, place_name=place, place_address=address, organization_name=host)

    lines = text.encode().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert (b"\n" in b"".join(lines), b"\r" in b"".join(lines)) == (False, False)
    assert text.count("BEGIN:VEVENT\r\n") == 1
    assert said(text, "SUMMARY") == kept(name)
    assert said(text, "DESCRIPTION") == kept(description)
    where = ", ".join(kept(part).replace("\n", ", ") for part in (place, address) if kept(part))
    assert said(text, "LOCATION") == where
    found = read(text)
    if "\\" not in name + description + host:
        assert str(found["SUMMARY"]) == kept(name)
        assert str(found.get("DESCRIPTION", "")) == kept(description)
        assert str(found["CONTACT"]) == kept(host)


@given(st.lists(nasty.filter(lambda tag: kept(tag).strip() != "" and "\\" not in tag), max_size=5))
def test_write_and_read_tags(tags: list[str]) -> None:
    found = read(written(tags=tuple(tags)))

    assert [str(category) for category in found["CATEGORIES"].cats] == ["Info session", *map(kept, tags)]


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1)),  # noqa: DTZ001 (its zone is said next)
    st.timedeltas(timedelta(0), timedelta(days=40)),
    st.sampled_from(["America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"]),
)
def test_write_and_read_times(start: datetime, length: timedelta, zone: str) -> None:
    starts_at = start.replace(tzinfo=UTC, microsecond=0)
    ends_at = starts_at + timedelta(seconds=int(length.total_seconds()))

    found = read(written(starts_at=starts_at, ends_at=ends_at, time_zone=zone))

    assert (found["DTSTART"].dt.astimezone(UTC), found["DTEND"].dt.astimezone(UTC)) == (starts_at, ends_at)


@pytest.mark.parametrize(
    ("status", "word"),
    [("SCHEDULED", "CONFIRMED"), ("RESCHEDULED", "CONFIRMED"), ("POSTPONED", "TENTATIVE"), ("CANCELLED", "CANCELLED")],
)
def test_write_status(status: str, word: str) -> None:
    assert f"\r\nSTATUS:{word}\r\n" in written(status=EventStatus(status))


@pytest.mark.parametrize("status", EventStatus)
def test_write_why_it_does_not_take_place(status: EventStatus) -> None:
    text = written(status=status, cancel_reason="The hall is flooded; sorry, all")

    assert text.count("\r\nCOMMENT:The hall is flooded\\; sorry\\, all\r\n") == (status is EventStatus.CANCELLED)


@pytest.mark.parametrize(
    ("where", "line"),
    [
        ({"room": "110", "place_name": "Hall", "place_address": "1 A\nB"}, "LOCATION:110\\, Hall\\, 1 A\\, B"),
        ({"location_text": "By the river; left"}, "LOCATION:By the river\\; left"),
        ({"attendance_mode": AttendanceMode.ONLINE}, "LOCATION:Online"),
        ({"latitude": 42.5, "longitude": -71.25}, "GEO:42.5;-71.25"),
    ],
)  # fmt: skip
def test_write_where(where: dict[str, Any], line: str) -> None:
    assert line in written(**where).split("\r\n")


def test_write_from_the_record_only() -> None:
    """Nothing of the clock: the stamp is that of the last change."""
    lines = written(updated_at=START + timedelta(microseconds=5), sequence=3).split("\r\n")

    assert {"DTSTAMP:20261005T220000Z", "LAST-MODIFIED:20261005T220000Z", "CREATED:20261005T220000Z"} <= set(lines)
    assert "SEQUENCE:3" in lines
