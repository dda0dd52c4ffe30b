"""What a form says of how an event repeats means to other programs what it means here, through clock changes too."""
# ruff: noqa: DTZ001 (wall-clock times: the zone comes later)

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from dateutil.rrule import rrulestr
from hypothesis import assume, given
from hypothesis import strategies as st

from server.errors import InvalidInput
from server.events.recurrence import in_utc, starts
from server.events.repetition import Repeats, Repetition, Weekday, as_repetition, as_rule
from server.events.rule import WEEKDAYS, read_rule
from server.events.shift_rule import ended, rest, shifted

ZONES = [ZoneInfo(name) for name in ("America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Tokyo")]
DAYS = timedelta(days=400)

zones = st.sampled_from(ZONES)
# Not in the hours in which these zones change their clocks: a rule's time there is read as RFC 5545 says, and other
# programs don't agree on it.
begins = st.builds(
    lambda day, hour, minute: datetime(day.year, day.month, day.day, hour, minute),
    st.dates(date(2024, 1, 1), date(2029, 12, 31)),
    st.integers(4, 23),
    st.sampled_from([0, 15, 30]),
)


@st.composite
def repetitions(draw: st.DrawFn, start: datetime) -> Repetition:
    """What the form can make of an event that begins at `start`."""
    repeats = draw(st.sampled_from([one for one in Repeats if one is not Repeats.NEVER]))
    days = draw(st.sets(st.sampled_from(list(Weekday)))) if repeats is Repeats.WEEKLY else set()
    if days:
        days.add(Weekday(WEEKDAYS[start.weekday()]))
    end = draw(st.sampled_from(["until", "times", "never"]))
    return Repetition(
        repeats,
        draw(st.integers(1, 4)),
        tuple(day for day in Weekday if day in days),
        start.date() + timedelta(days=draw(st.integers(0, 300))) if end == "until" else None,
        draw(st.integers(1, 40)) if end == "times" else None,
    )


def rule_of(repetition: Repetition, start: datetime, zone: ZoneInfo) -> str:
    try:
        rule = as_rule(repetition, start, zone, all_day=False)
    except InvalidInput:  # such as the fifth Friday of every month
        assume(False)
    assert rule is not None
    return rule


def expanded(rule: str | None, start: datetime, zone: ZoneInfo) -> list[datetime]:
    """Within 400 days, as wall clocks."""
    at = in_utc(start, zone)
    found = starts(at, zone=zone, all_day=False, rrule=rule, exdates=(), rdates=(), after=at, before=at + DAYS)
    return [one.astimezone(zone).replace(tzinfo=None, fold=0) for one in found]


@given(st.data(), begins, zones)
def test_other_programs_find_the_same_instances(data: st.DataObject, start: datetime, zone: ZoneInfo) -> None:
    rule = rule_of(data.draw(repetitions(start)), start, zone)

    ours = expanded(rule, start, zone)

    aware = start.replace(tzinfo=zone)
    theirs = rrulestr(rule, dtstart=aware).between(aware, aware + DAYS, inc=True)
    assert ours == [one.replace(tzinfo=None) for one in theirs if one.astimezone(UTC) < aware.astimezone(UTC) + DAYS]


@given(st.data(), begins, zones)
def test_a_calendar_program_shows_the_same_instances(data: st.DataObject, start: datetime, zone: ZoneInfo) -> None:
    rule = rule_of(data.draw(repetitions(start)), start, zone)
    event = icalendar.Event()
    event.add("UID", "1")
    event.add("DTSTART", start.replace(tzinfo=zone))
    event.add("DTEND", start.replace(tzinfo=zone) + timedelta(minutes=1))
    event.add("RRULE", icalendar.vRecur.from_ical(rule))
    calendar = icalendar.Calendar()
    calendar.add_component(event)

    ours = expanded(rule, start, zone)

    at = in_utc(start, zone)
    shown = recurring_ical_events.of(calendar).between(at, at + DAYS)
    assert ours == sorted(one.start.replace(tzinfo=None) for one in shown)


@given(st.data(), begins, zones)
def test_the_local_hour_stays_through_clock_changes(data: st.DataObject, start: datetime, zone: ZoneInfo) -> None:
    rule = rule_of(data.draw(repetitions(start)), start, zone)

    hours = {one.time() for one in expanded(rule, start, zone)}

    assert hours == {start.time()}


@given(st.data(), begins, zones)
def test_a_form_shows_again_what_was_chosen(data: st.DataObject, start: datetime, zone: ZoneInfo) -> None:
    chosen = data.draw(repetitions(start))
    rule = rule_of(chosen, start, zone)

    shown = as_repetition(read_rule(rule), start, zone)

    assert shown is not None
    assert expanded(as_rule(shown, start, zone, all_day=False), start, zone) == expanded(rule, start, zone)


@given(st.data(), begins, zones, st.integers(-20, 20), st.integers(-180, 180))
def test_every_day_and_week_moves_by_the_same_wall_clock(
    data: st.DataObject, start: datetime, zone: ZoneInfo, days: int, minutes: int
) -> None:
    chosen = data.draw(repetitions(start))
    assume(chosen.repeats in (Repeats.DAILY, Repeats.WEEKLY))
    new = start + timedelta(days=days, minutes=minutes)
    assume(new.hour >= 3)
    rule = rule_of(chosen, start, zone)

    moved = shifted(rule, start, new, zone, all_day=False)

    before, after = expanded(rule, start, zone), expanded(moved, new, zone)
    limit = start + DAYS - timedelta(days=3)
    assert [one + (new - start) for one in before if one < limit] == [
        one for one in after if one - (new - start) < limit
    ]


@given(st.data(), begins, zones, st.integers(-20, 20))
def test_what_repeats_monthly_goes_on_with_its_new_day(
    data: st.DataObject, start: datetime, zone: ZoneInfo, days: int
) -> None:
    chosen = data.draw(repetitions(start))
    assume(chosen.repeats not in (Repeats.DAILY, Repeats.WEEKLY) and chosen.until is None)
    new = start + timedelta(days=days)
    rule = rule_of(chosen, start, zone)

    moved = as_repetition(read_rule(shifted(rule, start, new, zone, all_day=False)), new, zone)

    assert moved is not None
    assert (moved.every, moved.times) == (chosen.every, chosen.times)
    assert (moved.repeats is Repeats.MONTHLY_ON_DATE) is (chosen.repeats is Repeats.MONTHLY_ON_DATE)
    assert expanded(as_rule(moved, new, zone, all_day=False), new, zone)[0] == new


@given(st.data(), begins, zones)
def test_a_series_that_is_cut_has_all_its_instances_in_two_parts(
    data: st.DataObject, start: datetime, zone: ZoneInfo
) -> None:
    rule = rule_of(data.draw(repetitions(start)), start, zone)
    whole = expanded(rule, start, zone)
    assume(len(whole) > 1)
    cut = data.draw(st.sampled_from(whole[1:]))

    before = expanded(ended(rule, cut - timedelta(seconds=1), zone, all_day=False), start, zone)
    after = expanded(rest(rule, start, cut), cut, zone)

    assert before + [one for one in after if one <= whole[-1]] == whole


@pytest.mark.parametrize(
    ("rule", "shown"),
    [
        ("FREQ=YEARLY", None),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1", None),
        ("FREQ=WEEKLY;BYDAY=TU", None),
        ("FREQ=WEEKLY;BYHOUR=9,18", None),
        ("FREQ=MONTHLY;BYMONTHDAY=6", None),
        ("FREQ=MONTHLY", Repetition(Repeats.MONTHLY_ON_DATE)),
        ("FREQ=DAILY;UNTIL=20261231", Repetition(Repeats.DAILY, until=date(2026, 12, 31))),
    ],
)
def test_a_rule_that_no_form_makes_is_not_shown_as_another(rule: str, shown: Repetition | None) -> None:
    monday = datetime(2026, 10, 5, 18, 0)

    assert as_repetition(read_rule(rule), monday, ZONES[0]) == shown


def test_a_fifth_weekday_is_not_to_be_had_every_month() -> None:
    fifth = datetime(2026, 10, 30, 18, 0)

    with pytest.raises(InvalidInput) as caught:
        as_rule(Repetition(Repeats.MONTHLY_ON_WEEKDAY), fifth, ZONES[0], all_day=False)

    assert caught.value.message == (
        "Not every month has a fifth Friday. Choose the last Friday of the month, or another first day."
    )
