"""What people type as local time becomes the moment they mean, or they are told why it can't."""

import importlib.resources
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.errors import FieldError
from server.local_time import Fold, LocalTimeUnusable, read_day, read_local, typed_local

BOSTON = ZoneInfo("America/New_York")
APIA = ZoneInfo("Pacific/Apia")
ZONES = [ZoneInfo(name) for name in (importlib.resources.files("tzdata") / "zones").read_text().split()]
"""All of them, from the package, so that a machine with others tests the same."""

moments = st.datetimes(datetime(1902, 1, 1), datetime(2150, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def utc(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+00:00")


def refusal(text: str, zone: ZoneInfo, place: str | None = None) -> str:
    with pytest.raises(LocalTimeUnusable) as caught:
        read_local(text, zone, place=place)
    return caught.value.message


@given(st.sampled_from(ZONES), moments)
def test_what_one_would_type_for_a_moment_is_read_as_that_moment(zone: ZoneInfo, at: datetime) -> None:
    at = at.replace(microsecond=0)
    typed = typed_local(at, zone)

    back = read_local(f"{typed}", zone, fold=typed.fold)

    assert back == at


def in_doubt(zone: ZoneInfo, local: datetime) -> int:
    """How many moments have this wall clock: counted by looking at each that could."""
    offsets = {(local + timedelta(days=d)).replace(tzinfo=zone, fold=f).utcoffset() for d in (-2, 0, 2) for f in (0, 1)}
    could = {(local - offset).replace(tzinfo=UTC) for offset in offsets if offset is not None}
    return sum(at.astimezone(zone).replace(tzinfo=None, fold=0) == local for at in could)


@given(st.sampled_from(ZONES), st.datetimes(datetime(1902, 1, 3), datetime(2150, 1, 1)))  # noqa: DTZ001
def test_a_wall_clock_is_refused_where_no_moment_has_it_and_asked_about_where_two_do(
    zone: ZoneInfo, local: datetime
) -> None:
    local = local.replace(microsecond=0)

    try:
        read_local(f"{local:%Y-%m-%dT%H:%M:%S}", zone)
        found = 1
    except LocalTimeUnusable as fault:
        found = 2 if fault.twice else 0

    assert found == in_doubt(zone, local)


def changes_of_2026(zone: ZoneInfo) -> list[tuple[datetime, bool]]:
    """A wall clock within each change of the year, a minute after its start, and whether clocks go back there."""
    found = []
    for day in range(365):
        begins = utc("2026-01-01T00:00:00") + timedelta(days=day)
        if begins.astimezone(zone).utcoffset() == (begins + timedelta(days=1)).astimezone(zone).utcoffset():
            continue
        halves = [begins + timedelta(minutes=30 * n) for n in range(49)]
        offsets = [at.astimezone(zone).utcoffset() or timedelta() for at in halves]
        n = next(n for n in range(1, 49) if offsets[n] != offsets[n - 1])
        between = halves[n].replace(tzinfo=None) + min(offsets[n], offsets[n - 1]) + timedelta(minutes=1)
        found.append((between, offsets[n] < offsets[n - 1]))
    return found


def test_at_every_change_of_clocks_of_a_year_the_times_between_are_refused_or_asked_about() -> None:
    changes = [(zone, between, back) for zone in ZONES for between, back in changes_of_2026(zone)]

    asked = []
    for zone, between, _back in changes:
        with pytest.raises(LocalTimeUnusable) as caught:
            read_local(f"{between:%Y-%m-%dT%H:%M}", zone)
        asked.append(caught.value.twice)

    assert asked == [back for _zone, _between, back in changes]
    assert len(changes) > 200


def test_a_time_that_clocks_skip_is_refused_with_what_to_choose() -> None:
    message = refusal("2026-03-08T02:30", BOSTON, place="Boston")

    assert message == (
        "On 8 March 2026 clocks in Boston go from 02:00 to 03:00, so 02:30 does not exist. "
        "Choose 01:59 or earlier, or 03:00 or later."
    )


def test_a_whole_day_that_was_skipped_is_named_by_its_neighbours() -> None:
    message = refusal("2011-12-30T10:00", APIA)

    assert message == (
        "On 30 December 2011 clocks in Apia go from 00:00 to 00:00 on 31 December 2011, so 10:00 does not exist. "
        "Choose 23:59 on 29 December 2011 or earlier, or 00:00 on 31 December 2011 or later."
    )


def test_a_time_that_comes_twice_is_asked_about_at_its_own_field() -> None:
    with pytest.raises(LocalTimeUnusable) as caught:
        read_local("2026-11-01T01:30", BOSTON, place="Boston")

    assert caught.value.at("input", "startsAt") == FieldError(
        ("input", "startsAtFold"),
        "On 1 November 2026 clocks in Boston go back from 02:00 to 01:00, so 01:30 comes twice."
        " Choose the first or the second.",
    )


def test_which_of_two_times_is_meant_can_be_said() -> None:
    first = read_local("2026-11-01T01:30", BOSTON, fold=Fold.FIRST)
    second = read_local("2026-11-01T01:30", BOSTON, fold=Fold.SECOND)

    assert (first, second) == (utc("2026-11-01T05:30"), utc("2026-11-01T06:30"))
    assert (typed_local(first, BOSTON).fold, typed_local(second, BOSTON).fold) == (Fold.FIRST, Fold.SECOND)


def test_which_of_two_is_not_asked_where_there_is_one() -> None:
    at = read_local("2026-11-02 01:30", BOSTON, fold=Fold.SECOND)

    assert (at, typed_local(at, BOSTON).fold) == (utc("2026-11-02T06:30"), None)


def test_a_time_with_an_offset_is_that_moment_anywhere() -> None:
    assert read_local("2026-03-08T02:30+01:00", BOSTON) == utc("2026-03-08T01:30")
    assert read_local("2026-03-08T02:30Z", BOSTON) == utc("2026-03-08T02:30")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("half past six", "“half past six” is no date and time. Write them as 2026-09-24T18:30."),
        ("2026-02-30T18:30", "“2026-02-30T18:30” is no date and time. Write them as 2026-09-24T18:30."),
        ("2026-09-24T25:00", "“2026-09-24T25:00” is no date and time. Write them as 2026-09-24T18:30."),
        ("2026-09-24T18:30+99:00", "“2026-09-24T18:30+99:00” is no date and time. Write them as 2026-09-24T18:30."),
        ("٢٠٢٦-09-24T18:30", "“٢٠٢٦-09-24T18:30” is no date and time. Write them as 2026-09-24T18:30."),
        ("2026-09-24", "2026-09-24 has no hour. Write it as 2026-09-24T18:30."),
        ("0026-09-24T18:30", "The year 0026 can’t be meant. Give one from 1900 to 2999."),
        ("", "“” is no date and time. Write them as 2026-09-24T18:30."),
    ],
)
def test_what_is_no_time_is_refused_with_an_example(text: str, message: str) -> None:
    assert refusal(text, BOSTON) == message


def test_a_day_begins_when_its_first_moment_is() -> None:
    assert read_day("2026-03-08", BOSTON) == utc("2026-03-08T05:00")


def test_a_day_whose_midnight_is_skipped_begins_an_hour_later() -> None:
    assert read_day("2018-11-04", ZoneInfo("America/Sao_Paulo")) == utc("2018-11-04T03:00")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2011-12-30", "There was no 30 December 2011 in Apia. Choose another day."),
        ("2026-03-08T10:00", "This is for whole days, and “2026-03-08T10:00” has an hour. Leave the hour out."),
        ("tomorrow", "“tomorrow” is no date and time. Write them as 2026-09-24T18:30."),
    ],
)
def test_a_day_that_is_none_is_refused(text: str, message: str) -> None:
    with pytest.raises(LocalTimeUnusable) as caught:
        read_day(text, APIA)

    assert caught.value.message == message
