"""A calendar file becomes components with line numbers, whatever wrote it, in bounded time."""

import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.imports import calendar_file
from server.imports.calendar_file import CalendarUnreadable, Component, read_calendars


def events(text: str | bytes) -> list[Component]:
    octets = text.encode() if isinstance(text, str) else text
    return [event for calendar in read_calendars(octets) for event in calendar.events]


def summary(text: str | bytes) -> str:
    (event,) = events(text)
    found = event.first("SUMMARY")
    assert found is not None
    return found.text


def vevent(*lines: str) -> str:
    return "\r\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""])


def test_read_tells_the_line_of_each_component_and_property() -> None:
    first, second = events("BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\nSUMMARY:a\n b\n\nDTSTART:1\nEND:VEVENT\n" * 2)

    assert [event.line for event in (first, second)] == [2, 8]
    assert [(p.line, p.name, p.value) for p in second.properties] == [(9, "SUMMARY", "ab"), (12, "DTSTART", "1")]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("SUMMARY:Talk\\, tea\\; and\\ncake \\\\ \\N!", "Talk, tea; and\ncake \\ \n!"),
        ("SUMMARY:Fol\r\n ded\r\n\t twice", "Folded twice"),
        ("summary:lower", "lower"),
        ("SUMMARY;LANGUAGE=en;X-A=\"b:c;d\":Quoted", "Quoted"),
        ("SUMMARY;X-A=\"open:Unquoted", "Unquoted"),
        ("item1.SUMMARY:Grouped", "Grouped"),
        ("SUMMARY :Spaced", "Spaced"),
        ("SUMMARY:Broken off\r\nand never folded", "Broken offand never folded"),
        ("SUMMARY:Bell\x07 and\x00 null\x1b", "Bell and null"),
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:Caf=E9=\r\n am See", "Café am See"),
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE:Zwei=0D=0AZeilen", "Zwei\r\nZeilen"),
        ("SUMMARY:", ""),
    ],
)  # fmt: skip
def test_read_text(written: str, text: str) -> None:
    assert summary(vevent(written)) == text


@pytest.mark.parametrize(
    "octets",
    [
        vevent("SUMMARY:Zürich").encode("utf-8"),
        b"\xef\xbb\xbf" + vevent("SUMMARY:Zürich").encode("utf-8"),
        vevent("SUMMARY:Zürich").encode("utf-16"),
        b"\xfe\xff" + vevent("SUMMARY:Zürich").encode("utf-16-be"),
        vevent("SUMMARY:Zürich").encode("latin-1"),
        vevent("SUMMARY:Zürich").encode("cp1252"),
        vevent("SUMMARY:Zürich").replace("\r\n", "\n").encode(),
        vevent("SUMMARY:Zürich").replace("\r\n", "\r").encode(),
    ],
)
def test_read_encodings_and_line_ends(octets: bytes) -> None:
    assert summary(octets) == "Zürich"


def test_read_what_has_no_calendar_around_it() -> None:
    assert summary("BEGIN:VEVENT\nSUMMARY:Alone\nEND:VEVENT\n") == "Alone"


def test_read_leaves_out_what_is_inside_an_event() -> None:
    text = vevent("BEGIN:VALARM", "SUMMARY:Ring", "END:VALARM", "SUMMARY:Talk")

    assert summary(text) == "Talk"


def test_read_goes_on_after_an_event_that_is_not_ended() -> None:
    first, second = events("BEGIN:VEVENT\nSUMMARY:a\nBEGIN:VALARM\nBEGIN:VEVENT\nSUMMARY:b\nEND:VEVENT\n")

    assert first.fault == (1, "VEVENT is not ended before line 4.")
    assert second.fault is None


def test_read_of_a_file_that_is_cut_off_says_where() -> None:
    (event,) = events("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:a")

    assert event.fault == (2, "VEVENT is not ended before the file is (line 3).")


@pytest.mark.parametrize(
    "octets", [b"", b"Dear members,", b"\x00" * 1000, "Ω".encode("utf-16"), b"BEGIN:VCARD\nEND:VCARD"]
)
def test_read_what_is_no_calendar_says_so(octets: bytes) -> None:
    with pytest.raises(CalendarUnreadable) as refusal:
        read_calendars(octets)

    assert refusal.value.message == "This is no calendar: no line says BEGIN:VCALENDAR or BEGIN:VEVENT."


def test_read_a_calendar_without_events_is_none_the_less_one() -> None:
    assert events("BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:a\nEND:VTODO\nEND:VCALENDAR") == []


@pytest.mark.parametrize(
    ("octets", "message"),
    [
        (b"x" * 20_000_001, "The file has 20 MB, and 20 is the most. Export fewer events."),
        (b"BEGIN:VEVENT\n" * 50_002, "Line 50001 begins event 50,001, and 50,000 is the most. Split the file."),
        (b"BEGIN:X\n" * 1_000_000, "Line 21 begins a component inside 20 others. This is no calendar."),
        (b"\n" * 1_500_000, "The file has more than 1,500,000 lines. Split it."),
        (b"BEGIN:VEVENT\n" + b"URL:\n" * 600_001, "Line 600002 is beyond the 600,000 that are read. Split the file."),
    ],
    ids=["octets", "events", "depth", "lines", "properties"],
)
def test_read_beyond_a_limit_says_where(octets: bytes, message: str) -> None:
    before = time.process_time()

    with pytest.raises(CalendarUnreadable) as refusal:
        read_calendars(octets)

    assert refusal.value.message == message
    assert time.process_time() - before < 15


@pytest.mark.parametrize(
    "octets",
    [
        b"BEGIN:VEVENT\nSUMMARY:" + b"\n a" * 1_400_000,
        b"BEGIN:VEVENT\nSUMMARY:" + b"a" * 19_000_000,
        b"BEGIN:VEVENT\nSUMMARY:" + b"\\" * 5_000_000,
        b"BEGIN:VEVENT\nSUMMARY;ENCODING=QUOTED-PRINTABLE:" + b"=\n" * 2_000_000,
        b"BEGIN:VEVENT\nSUMMARY;" + b'a="' * 30_000 + b":x",
        b"BEGIN:VEVENT\nSUMMARY" + b";" * 90_000 + b":x",
        b"BEGIN:VEVENT\nSUMMARY" + b" " * 90_000 + b"x",
        b"BEGIN:VEVENT\n" + b"a." * 45_000 + b"b",
    ],
    ids=["folds", "line", "escapes", "soft", "quotes", "parameters", "spaces", "groups"],
)  # fmt: skip
def test_read_of_a_hostile_line_is_bounded(octets: bytes) -> None:
    before = time.process_time()

    (event,) = events(octets)
    found = event.first("SUMMARY")
    length = len(found.text) if found is not None else 0

    assert length <= calendar_file.MAX_VALUE
    assert time.process_time() - before < 15


def test_read_takes_a_bounded_multiple_of_the_file() -> None:
    octets = vevent("SUMMARY:a", "DTSTART:20260101T000000Z").encode() * 3_000
    tracemalloc.start()
    try:
        read_calendars(octets)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert peak < 20 * len(octets)


@given(st.binary(max_size=2_000))
def test_read_anything(noise: bytes) -> None:
    found = events(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + noise + b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")

    assert all(p.line > 0 and p.text is not None for event in found for p in event.properties)


def test_digest_is_the_same_elsewhere_in_a_file_and_later() -> None:
    here, elsewhere = vevent("UID:1", "DTSTAMP:20260101T000000Z"), "\n\n" + vevent("UID:1", "DTSTAMP:20270101T000000Z")

    assert events(here)[0].digest() == events(elsewhere)[0].digest()
    assert events(here)[0].digest() != events(vevent("UID:2"))[0].digest()
