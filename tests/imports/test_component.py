"""One VEVENT is understood as other calendar programs understand it, and every repair is told."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from server.events.models import AttendanceMode, EventKind, EventStatus, Publication
from server.imports.calendar_file import read_calendars
from server.imports.calendar_zones import Zones
from server.imports.component import understand
from server.imports.facts import ComponentRefused, Facts

BOSTON = ZoneInfo("America/New_York")
START = "DTSTART;TZID=Europe/Berlin:20261005T180000"


def facts(*lines: str, calendar_zone: str | None = None, cancelled: bool = False) -> Facts:
    """What is understood of a VEVENT in line 1 with these lines."""
    (calendar,) = read_calendars("\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""]).encode())
    said = ZoneInfo(calendar_zone) if calendar_zone else None
    zones = Zones(calendar.zones, default=said or BOSTON, of_utc=said or ZoneInfo("UTC"))
    return understand(calendar.events[0], zones, cancelled=cancelled)


def span(*lines: str, **more: Any) -> tuple[str, str, bool, str]:
    found = facts(*lines, **more)
    return f"{found.starts_at:%m-%d %H:%M}", f"{found.ends_at:%m-%d %H:%M}", found.all_day, found.time_zone


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([START, "DTEND;TZID=Europe/Berlin:20261005T200000"], ("10-05 16:00", "10-05 18:00", False, "Europe/Berlin")),
        ([START, "DTEND:20261005T180000Z"], ("10-05 16:00", "10-05 18:00", False, "Europe/Berlin")),
        ([START, "DURATION:PT1H30M"], ("10-05 16:00", "10-05 17:30", False, "Europe/Berlin")),
        ([START, "DURATION:P1W"], ("10-05 16:00", "10-12 16:00", False, "Europe/Berlin")),
        ([START], ("10-05 16:00", "10-05 16:00", False, "Europe/Berlin")),
        (["DTSTART:20261005T180000"], ("10-05 22:00", "10-05 22:00", False, "America/New_York")),
        (["DTSTART:20261005T180000Z"], ("10-05 18:00", "10-05 18:00", False, "America/New_York")),
        (["DTSTART:20261005T180000Z", "RRULE:FREQ=DAILY"], ("10-05 18:00", "10-05 18:00", False, "UTC")),
        (["DTSTART;VALUE=DATE:20261005"], ("10-05 04:00", "10-06 04:00", True, "America/New_York")),
        (["DTSTART:20261005", "DTEND:20261007"], ("10-05 04:00", "10-07 04:00", True, "America/New_York")),
        (["DTSTART:20261005", "DTEND:20261005"], ("10-05 04:00", "10-06 04:00", True, "America/New_York")),
        (["DTSTART:20261005", "DURATION:PT30H"], ("10-05 04:00", "10-07 04:00", True, "America/New_York")),
        (["DTSTART:20261005", "DTEND:20261006T180000"], ("10-05 04:00", "10-07 04:00", True, "America/New_York")),
        ([START, "DTEND;VALUE=DATE:20261006"], ("10-05 16:00", "10-06 04:00", False, "Europe/Berlin")),
        (["DTSTART:2026-10-05T18:00:00Z"], ("10-05 18:00", "10-05 18:00", False, "America/New_York")),
        (["DTSTART:20261005T1800Z"], ("10-05 18:00", "10-05 18:00", False, "America/New_York")),
        (["DTSTART:20261005T240000"], ("10-06 04:00", "10-06 04:00", False, "America/New_York")),
        (["DTSTART:20261005T175960Z"], ("10-05 17:59", "10-05 17:59", False, "America/New_York")),
    ],
)  # fmt: skip
def test_understand_when(lines: list[str], expected: tuple[str, str, bool, str]) -> None:
    found = facts(*lines)

    assert span(*lines) == expected
    assert (found.refused, found.notes) == ([], [])


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("DTSTART:20261005T180000Z", ("10-05 18:00", "Asia/Tokyo")),
        ("DTSTART:20261005T180000", ("10-05 09:00", "Asia/Tokyo")),
        ("DTSTART:20261005", ("10-04 15:00", "Asia/Tokyo")),
        (START, ("10-05 16:00", "Europe/Berlin")),
    ],
)
def test_understand_in_the_zone_of_the_calendar(start: str, expected: tuple[str, str]) -> None:
    """X-WR-TIMEZONE holds for floating times and for those in UTC, also where they recur."""
    found = span(start, "RRULE:FREQ=WEEKLY", calendar_zone="Asia/Tokyo")

    assert (found[0], found[3]) == expected


@pytest.mark.parametrize(
    ("lines", "line", "reason"),
    [
        (["SUMMARY:x"], 1, "This VEVENT has no DTSTART, so nobody knows when it is."),
        (["SUMMARY:x", "DTSTART:Next Year"], 3,
         "DTSTART is “Next Year”, and that is no date. One looks like 20260924T140000Z."),
        (["DTSTART:20260231"], 2, "DTSTART is “20260231”, and no calendar has that day or hour."),
        (["DTSTART:20260224T256000"], 2, "DTSTART is “20260224T256000”, and no calendar has that day or hour."),
        (["DTSTART:00010101"], 2, "DTSTART is in the year 1. Years from 1000 to 9899 can be listed."),
        (["DTSTART:99991231T235959Z"], 2, "DTSTART is in the year 9999. Years from 1000 to 9899 can be listed."),
        ([START, "RECURRENCE-ID:soon"], 3,
         "RECURRENCE-ID is “soon”, and that is no date. One looks like 20260924T140000Z."),
    ],
)  # fmt: skip
def test_understand_refuses_what_has_no_time(lines: list[str], line: int, reason: str) -> None:
    with pytest.raises(ComponentRefused) as refusal:
        facts(*lines)

    assert (refusal.value.fault.line, refusal.value.fault.reason) == (line, reason)


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([START, "DTEND:None"],
         "DTEND is “None”, and that is no date. One looks like 20260924T140000Z. The event was given no end."),
        ([START, "DTEND:20261001T000000Z"], "It ends before it begins. The event was given no end."),
        ([START, "DURATION:-PT1H"],
         "DURATION is -PT1H, and an event lasts from nothing to ten years. The event was given no end."),
        ([START, "DURATION:long"],
         "DURATION is “long”, and that is no length. One looks like PT1H30M. The event was given no end."),
        ([START, "CLASS:PRIVATE"], "It is not public, so it is a draft that only its organizers see."),
        ([START, "RECURRENCE-ID:20261005T160000Z\nRRULE:FREQ=DAILY"],
         "RRULE is left out: with a RECURRENCE-ID this is one instance."),
        (["DTSTART;TZID=Moon:20261005T120000"],
         "“Moon” is no time zone known here; its times were read in America/New_York."),
    ],
)  # fmt: skip
def test_understand_notes_every_repair(lines: list[str], reason: str) -> None:
    assert [note.reason for note in facts(*lines).notes] == [reason]


@pytest.mark.parametrize(
    ("lines", "rule"),
    [
        (["RRULE:FREQ=WEEKLY;COUNT=3"], "FREQ=WEEKLY;COUNT=3"),
        (["RRULE:freq=weekly;x-note=a"], "FREQ=WEEKLY;X-NOTE=A"),
        (["RRULE:RRULE:FREQ=WEEKLY;Anything"], "FREQ=WEEKLY"),
        (["RRULE:FREQ=WEEKLY;UNTIL=20261101T170000Z"], "FREQ=WEEKLY;UNTIL=20261101T170000Z"),
        (["RRULE:FREQ=WEEKLY;UNTIL=20261101"], "FREQ=WEEKLY;UNTIL=20261031T230000Z"),
        (["RRULE:FREQ=WEEKLY;UNTIL=20261101T170000"], "FREQ=WEEKLY;UNTIL=20261101T170000Z"),
    ],
)
def test_understand_a_rule(lines: list[str], rule: str) -> None:
    found = facts(START, *lines)

    assert (found.rrule, found.refused) == (rule, [])


def test_understand_until_of_a_floating_event_is_in_its_own_zone() -> None:
    found = facts("DTSTART:20261005T180000", "RRULE:FREQ=WEEKLY;UNTIL=20261012T180000")

    assert found.rrule == "FREQ=WEEKLY;UNTIL=20261012T220000Z"


def test_understand_until_of_whole_days_is_a_day() -> None:
    found = facts("DTSTART:20261005", "RRULE:FREQ=WEEKLY;UNTIL=20261012T235959Z")

    assert found.rrule == "FREQ=WEEKLY;UNTIL=20261012"


def test_understand_a_rule_that_is_refused_keeps_the_event_and_its_text() -> None:
    found = facts(START, "RRULE:FREQ=SECONDLY")

    assert found.rrule == "FREQ=SECONDLY"
    assert [(fault.line, fault.reason) for fault in found.refused] == [
        (
            3,
            "The rule by which this repeats is too much: it repeats secondly; every day is as often as an event here"
            " may repeat. The event is listed once, at its start.",
        )
    ]


def test_understand_exceptions_of_every_form() -> None:
    found = facts(
        START,
        "RRULE:FREQ=DAILY",
        "EXDATE:20261006T160000Z,20261007T160000Z",
        "EXDATE;TZID=Europe/Berlin:20261008T180000",
        "EXDATE;VALUE=DATE:20261009",
        "EXDATE:--",
        "RDATE;VALUE=PERIOD:20261010T090000Z/PT1H",
    )

    assert [f"{at:%m-%d %H:%M}" for at in found.exdates] == ["10-06 16:00", "10-07 16:00", "10-08 16:00", "10-09 16:00"]
    assert [f"{at:%m-%d %H:%M}" for at in found.rdates] == ["10-10 09:00"]
    assert [fault.reason for fault in found.refused] == [
        "EXDATE is “--”, and that is no date. One looks like 20260924T140000Z. This date was left out."
    ]


def test_understand_words() -> None:
    found = facts(
        START,
        "SUMMARY: Talk\\, and\\n tea ",
        "DESCRIPTION:Line one\\nLine <b>two</b>",
        "LOCATION:Room 5\\, Hall",
        "URL:https://example.edu/talk",
        "CATEGORIES:Science, LECTURE ,a\\,b",
        "CATEGORIES:science",
        "SEQUENCE:7",
        "UID:abc@example.edu",
    )

    assert (found.name, found.description) == ("Talk, and tea", "Line one\nLine <b>two</b>")
    assert (found.location_text, found.url) == ("Room 5, Hall", "https://example.edu/talk")
    assert (found.kind, found.tags) == (EventKind.LECTURE, ["a,b", "lecture", "science"])
    assert (found.sequence, found.uid, found.attendance_mode) == (7, "abc@example.edu", AttendanceMode.IN_PERSON)


def test_understand_without_words() -> None:
    found = facts(START)

    assert (found.name, found.description, found.location_text, found.url) == ("Untitled event", "", None, None)
    assert (found.kind, found.tags, found.sequence) == (EventKind.MEETUP, [], 0)


@pytest.mark.parametrize(
    ("lines", "mode", "online_url"),
    [
        (["LOCATION:https://meet.example/a"], AttendanceMode.ONLINE, "https://meet.example/a"),
        (["X-GOOGLE-CONFERENCE:https://meet.example/a"], AttendanceMode.ONLINE, "https://meet.example/a"),
        (["CONFERENCE;VALUE=URI:https://meet.example/a", "LOCATION:Hall"], AttendanceMode.MIXED, "https://meet.example/a"),
        (["LOCATION:Hall (map: https://map.example)"], AttendanceMode.IN_PERSON, None),
        (["CONFERENCE:javascript:alert(1)"], AttendanceMode.IN_PERSON, None),
    ],
)  # fmt: skip
def test_understand_where_online(lines: list[str], mode: AttendanceMode, online_url: str | None) -> None:
    found = facts(START, *lines)

    assert (found.attendance_mode, found.online_url) == (mode, online_url)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "/relative", "https://" + "a" * 1001])
def test_understand_takes_no_address_that_is_none(url: str) -> None:
    assert facts(START, f"URL:{url}").url is None


@pytest.mark.parametrize(
    ("lines", "cancelled", "status"),
    [
        (["STATUS:CANCELLED"], False, EventStatus.CANCELLED),
        (["STATUS:CONFIRMED"], False, EventStatus.SCHEDULED),
        (["STATUS:TENTATIVE"], False, EventStatus.SCHEDULED),
        (["STATUS:CONFIRMED"], True, EventStatus.CANCELLED),
    ],
)
def test_understand_status(lines: list[str], cancelled: bool, status: EventStatus) -> None:
    assert facts(START, *lines, cancelled=cancelled).status is status


@pytest.mark.parametrize(
    ("class_", "publication"),
    [
        ("PUBLIC", Publication.PUBLISHED),
        ("PRIVATE", Publication.DRAFT),
        ("CONFIDENTIAL", Publication.DRAFT),
        ("X-ANY", Publication.DRAFT),
    ],
)
def test_understand_publishes_what_is_public_only(class_: str, publication: Publication) -> None:
    assert facts(START, f"CLASS:{class_}").publication is publication


def test_understand_makes_a_uid_that_stays_the_same() -> None:
    first = facts(START, "SUMMARY:Talk", "DESCRIPTION:Old")
    again = facts(START, "SUMMARY:Talk", "DESCRIPTION:New")
    other = facts(START, "SUMMARY:Tea", "DESCRIPTION:Old")
    long = facts(START, "UID:" + "x" * 256)

    assert first.uid == again.uid
    assert len({first.uid, other.uid, long.uid}) == 3
    assert {len(found.uid) for found in (first, other, long)} == {64}


def test_understand_times_before_clocks_had_zones() -> None:
    found = facts("DTSTART;TZID=America/New_York:16010101T000000", "RRULE:FREQ=YEARLY")

    assert found.starts_at == datetime(1601, 1, 1, 4, 56, 2, tzinfo=UTC)
