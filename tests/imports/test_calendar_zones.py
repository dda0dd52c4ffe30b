"""What a calendar file calls a time zone is found: by name, or by its rules."""

from zoneinfo import ZoneInfo, available_timezones

import pytest

from server.imports.calendar_file import read_calendars
from server.imports.calendar_zones import Zones, named
from server.imports.windows_zones import IANA

BOSTON = ZoneInfo("America/New_York")


def zones(text: str = "BEGIN:VCALENDAR\nEND:VCALENDAR") -> Zones:
    calendars = read_calendars(text.encode())
    return Zones(calendars[0].zones if calendars else {}, default=BOSTON, of_utc=ZoneInfo("UTC"))


def vtimezone(name: str, *parts: str) -> str:
    inside = "".join(f"BEGIN:STANDARD\n{part}\nEND:STANDARD\n" for part in parts)
    return f"BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:{name}\n{inside}END:VTIMEZONE\nEND:VCALENDAR\n"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        (' "Europe/Berlin" ', "Europe/Berlin"),
        ("/Europe/Berlin", "Europe/Berlin"),
        ("/mozilla.org/20050126_1/Europe/Berlin", "Europe/Berlin"),
        ("/freeassociation.sourceforge.net/Tzfile/America/Indiana/Knox", "America/Indiana/Knox"),
        ("America-Chicago", "America/Chicago"),
        ("US-Eastern", "US/Eastern"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("Eastern Standard Time", "America/New_York"),
        ("Tokyo Standard Time", "Asia/Tokyo"),
        ("UTC", "UTC"),
        ("GMT", "GMT"),
        ("UTC+02:00", "Etc/GMT-2"),
        ("GMT-0500", "Etc/GMT+5"),
        ("(UTC+00:00)", "UTC"),
        ("Etc/GMT+5", "Etc/GMT+5"),
    ],
)
def test_named(name: str, key: str) -> None:
    found = named(name)

    assert found is not None
    assert found.key == key


@pytest.mark.parametrize("name", ["", "/", "foo", "../../etc/passwd", "Factory", "x" * 10_000, "UTC+25:00", "Europe"])
def test_named_knows_no_others(name: str) -> None:
    assert named(name) is None


def test_every_name_of_windows_leads_to_a_zone() -> None:
    assert set(IANA.values()) <= available_timezones()
    assert len(IANA) == 139


def test_find_by_rules() -> None:
    found = zones(
        vtimezone(
            "Büro",
            "DTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
            "DTSTART:16010101T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        )
    ).find("Büro", 2026)

    assert found.zone.key == "Europe/Berlin"
    assert found.note == "“Büro” is no time zone known here; its rules are those of Europe/Berlin."


def test_find_by_a_steady_offset() -> None:
    found = zones(vtimezone("Here", "DTSTART:19700101T000000\nTZOFFSETFROM:+0700\nTZOFFSETTO:+0700")).find("Here", 2026)

    assert found.zone.key == "Etc/GMT-7"


@pytest.mark.parametrize(
    "rules",
    [
        "",
        "DTSTART:whenever\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0100",
        "DTSTART:19700101T000000\nTZOFFSETFROM:+9900\nTZOFFSETTO:+9900",
        "DTSTART:19700101T000000\nTZOFFSETFROM:+0317\nTZOFFSETTO:+0317",
        "DTSTART:19700101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nRRULE:FREQ=SECONDLY",
    ],
)
def test_find_what_nobody_knows_is_the_default_with_a_note(rules: str) -> None:
    found = zones(vtimezone("Moon", rules)).find("Moon", 2026)

    assert found.zone == BOSTON
    assert found.note == "“Moon” is no time zone known here; its times were read in America/New_York."


def test_find_a_place_that_the_zone_itself_names() -> None:
    text = vtimezone("Office").replace("TZID:Office\n", "TZID:Office\nX-LIC-LOCATION:Asia/Tokyo\n")

    found = zones(text).find("Office", 2026)

    assert (found.zone.key, found.note) == ("Asia/Tokyo", None)
