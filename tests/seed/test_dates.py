"""Relative days of the demo campus, at awkward moments."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from server.seed.dates import day_zero, duration, eve_of_clock_change, span
from server.seed.event_rows import event_span, event_zone
from server.seed.files import When, read_campus

BOSTON = ZoneInfo("America/New_York")
THURSDAY = date(2026, 9, 24)
NOON = datetime(2026, 9, 24, 16, tzinfo=UTC)


def in_boston(when: When, zero: date = THURSDAY, *, all_day: bool = False) -> list[str]:
    moments = span(when, zero=zero, zone=BOSTON, now=NOON, all_day=all_day)
    return [moment.astimezone(BOSTON).isoformat() for moment in moments]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-09-24T00:00:00-04:00", "2026-09-24"),
        ("2026-09-24T15:59:59-04:00", "2026-09-24"),
        ("2026-09-24T16:00:00-04:00", "2026-09-25"),
        ("2026-09-25T03:59:00+00:00", "2026-09-25"),
        ("2026-12-31T23:00:00-05:00", "2027-01-01"),
    ],
)
def test_day_zero_is_the_next_day_on_which_the_fair_is_not_over(now: str, expected: str) -> None:
    assert day_zero(datetime.fromisoformat(now), BOSTON).isoformat() == expected


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (When(day=3, at="18:30", lasts="2h"), ["2026-09-27T18:30:00-04:00", "2026-09-27T20:30:00-04:00"]),
        (When(day=-1, at="09:00", until="17:00"), ["2026-09-23T09:00:00-04:00", "2026-09-23T17:00:00-04:00"]),
        (When(day=0, at="22:00", until="02:00"), ["2026-09-24T22:00:00-04:00", "2026-09-25T02:00:00-04:00"]),
        (When(workday=0, at="09:00", lasts="45m"), ["2026-09-24T09:00:00-04:00", "2026-09-24T09:45:00-04:00"]),
        (When(workday=1, at="09:00", lasts="1h30m"), ["2026-09-25T09:00:00-04:00", "2026-09-25T10:30:00-04:00"]),
        (When(workday=2, at="09:00", lasts="1h"), ["2026-09-28T09:00:00-04:00", "2026-09-28T10:00:00-04:00"]),
        (When(workday=-4, at="09:00", lasts="1h"), ["2026-09-18T09:00:00-04:00", "2026-09-18T10:00:00-04:00"]),
        (
            When(clock_change=True, at="20:00", until="08:00"),
            ["2026-10-31T20:00:00-04:00", "2026-11-01T08:00:00-05:00"],
        ),
    ],
)
def test_span_counts_local_days(when: When, expected: list[str]) -> None:
    assert in_boston(when) == expected


def test_span_of_workday_zero_on_a_saturday_is_the_monday() -> None:
    assert in_boston(When(workday=0, at="09:00", lasts="1h"), date(2026, 9, 26))[0] == "2026-09-28T09:00:00-04:00"


def test_span_of_all_day_ends_at_local_midnight_also_after_the_clocks_change() -> None:
    when = When(day=0, lasts="2d")

    assert in_boston(when, date(2026, 10, 31), all_day=True) == [
        "2026-10-31T00:00:00-04:00",
        "2026-11-02T00:00:00-05:00",
    ]


@pytest.mark.parametrize(
    ("zone", "now", "expected"),
    [
        ("America/New_York", "2026-09-24T12:00:00+00:00", "2026-10-31"),
        ("America/New_York", "2026-12-01T12:00:00+00:00", "2027-03-13"),
        ("Europe/London", "2026-09-24T12:00:00+00:00", "2026-10-24"),
        ("Australia/Lord_Howe", "2026-09-24T12:00:00+00:00", "2026-10-03"),  # half an hour, southern spring
        ("America/New_York", "2026-10-31T12:00:00-04:00", "2027-03-13"),  # tonight is too soon to be announced
    ],
)
def test_eve_of_clock_change_comes_from_the_zone(zone: str, now: str, expected: str) -> None:
    assert eve_of_clock_change(ZoneInfo(zone), datetime.fromisoformat(now)).isoformat() == expected


def test_eve_of_clock_change_where_clocks_never_change_is_a_fault() -> None:
    with pytest.raises(AssertionError, match="Africa/Nairobi never change"):
        eve_of_clock_change(ZoneInfo("Africa/Nairobi"), NOON)


@pytest.mark.parametrize("text", ["2 h", "h2", "90", "1h 30m", "-1h"])
def test_duration_of_other_text_is_a_fault(text: str) -> None:
    with pytest.raises(AssertionError, match="not a duration"):
        duration(text)


def test_campus_is_believable_whenever_it_is_seeded() -> None:
    """Every three hours and some minutes of a leap year and the year after: what is over is over, the rest is not."""
    files = read_campus()
    past = [key for key, entry in files.events.items() if (entry.when.day or entry.when.workday or 0) < -1]
    moment = datetime(2027, 12, 20, tzinfo=UTC)
    while moment < datetime(2029, 1, 10, tzinfo=UTC):
        spans = {key: event_span(files, entry, moment) for key, entry in files.events.items()}

        assert [key for key in past if spans[key][0] >= moment] == []
        assert [key for key, (_, end) in spans.items() if end <= moment and key not in past] == []
        for key, (start, end) in spans.items():
            assert start < end, key
        _check_night(moment, *spans["night-of-the-clocks"])
        for meeting in files.meetings:
            assert spans[meeting.event][0] + duration(meeting.after) < moment - timedelta(hours=1)
            assert spans[meeting.event][0] > moment - timedelta(days=40)
        moment += timedelta(hours=37, minutes=13)


def _check_night(now: datetime, start: datetime, end: datetime) -> None:
    zone = event_zone(read_campus(), read_campus().events["night-of-the-clocks"])
    there, back = start.astimezone(zone), end.astimezone(zone)
    assert now < start < now + timedelta(days=250)
    assert there.utcoffset() != back.utcoffset()
    assert (there.hour, back.hour) == (20, 8)
