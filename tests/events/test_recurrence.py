"""Rules become dates: as RFC 5545 says, through clock changes, and in bounded time."""
# ruff: noqa: DTZ001 (wall-clock times: the zone comes later)

import random
import signal
import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr

from server.events.errors import RuleTooCostly, RuleUnreadable
from server.events.recurrence import expand, in_utc, starts
from server.events.rule import read_rule

BOSTON = ZoneInfo("America/New_York")
LONDON = ZoneInfo("Europe/London")
SYDNEY = ZoneInfo("Australia/Sydney")

MONDAY = datetime(2026, 9, 7, 18, 0)


def dates(rule: str, start: datetime = MONDAY, *, days: int = 400, after: datetime | None = None) -> list[str]:
    found = expand(read_rule(rule), start, after=after or start, before=(after or start) + timedelta(days=days))
    return [f"{at:%Y-%m-%d}" for at in found]


def times(rule: str | None, start: datetime, zone: ZoneInfo, **more: object) -> list[str]:
    at = in_utc(start, zone)
    facts = {"exdates": (), "rdates": (), "all_day": False, "after": at, "before": at + timedelta(days=400), **more}
    return [f"{at.astimezone(zone):%m-%d %H:%M %z}" for at in starts(at, zone=zone, rrule=rule, **facts)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=DAILY;COUNT=3", ["2026-09-07", "2026-09-08", "2026-09-09"]),
        ("FREQ=DAILY;INTERVAL=10;COUNT=3", ["2026-09-07", "2026-09-17", "2026-09-27"]),
        ("FREQ=WEEKLY;COUNT=3", ["2026-09-07", "2026-09-14", "2026-09-21"]),
        ("FREQ=WEEKLY;BYDAY=MO,WE;COUNT=4", ["2026-09-07", "2026-09-09", "2026-09-14", "2026-09-16"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=MO;COUNT=3", ["2026-09-07", "2026-09-13", "2026-09-21"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU;COUNT=3", ["2026-09-07", "2026-09-20", "2026-09-21"]),
        ("FREQ=MONTHLY;COUNT=3", ["2026-09-07", "2026-10-07", "2026-11-07"]),
        ("FREQ=MONTHLY;BYDAY=1MO;COUNT=3", ["2026-09-07", "2026-10-05", "2026-11-02"]),
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", ["2026-09-25", "2026-10-30"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=2", ["2026-10-31", "2026-12-31"]),
        ("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=2", ["2026-09-30", "2026-10-31"]),
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=1", ["2026-11-13"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2", ["2026-09-30", "2026-10-30"]),
        ("FREQ=MONTHLY;BYDAY=2WE,SU;COUNT=4", ["2026-09-09", "2026-09-13", "2026-09-20", "2026-09-27"]),
        ("FREQ=WEEKLY;BYDAY=TU,TH;BYSETPOS=1;COUNT=2", ["2026-09-08", "2026-09-15"]),
        ("FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=1", ["2026-11-26"]),
        ("FREQ=YEARLY;BYDAY=20MO;COUNT=1", ["2027-05-17"]),
        ("FREQ=YEARLY;BYYEARDAY=1,-1;COUNT=2", ["2026-12-31", "2027-01-01"]),
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=1", ["2027-05-17"]),
        ("FREQ=YEARLY;BYWEEKNO=53;COUNT=1", ["2026-12-28"]),
        ("FREQ=YEARLY;BYMONTH=10;COUNT=1", ["2026-10-07"]),
        ("RRULE:freq=daily;count=1;X-NOTE=yes", ["2026-09-07"]),
    ],
)  # fmt: skip
def test_expand_each_part(rule: str, expected: list[str]) -> None:
    assert dates(rule) == expected


def test_expand_leap_day_comes_every_fourth_year() -> None:
    found = dates("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", days=4_000)

    assert found == ["2028-02-29", "2032-02-29", "2036-02-29"]


def test_expand_several_times_a_day() -> None:
    found = list(
        expand(
            read_rule("FREQ=DAILY;BYHOUR=9,17;BYMINUTE=0,30;BYSECOND=60;COUNT=3"),
            MONDAY,
            after=MONDAY,
            before=datetime(2027, 1, 1),
        )
    )

    assert [f"{at:%d %H:%M:%S}" for at in found] == ["08 09:00:59", "08 09:30:59", "08 17:00:59"]


@pytest.mark.parametrize(
    ("zone", "start", "expected"),
    [
        (BOSTON, datetime(2026, 3, 7, 2, 30), ["03-07 02:30 -0500", "03-08 03:30 -0400", "03-09 02:30 -0400"]),
        (BOSTON, datetime(2026, 10, 31, 1, 30), ["10-31 01:30 -0400", "11-01 01:30 -0400", "11-02 01:30 -0500"]),
        (LONDON, datetime(2026, 3, 28, 1, 30), ["03-28 01:30 +0000", "03-29 02:30 +0100", "03-30 01:30 +0100"]),
        (LONDON, datetime(2026, 10, 24, 1, 30), ["10-24 01:30 +0100", "10-25 01:30 +0100", "10-26 01:30 +0000"]),
        (SYDNEY, datetime(2026, 10, 3, 2, 30), ["10-03 02:30 +1000", "10-04 03:30 +1100", "10-05 02:30 +1100"]),
        (SYDNEY, datetime(2026, 4, 4, 2, 30), ["04-04 02:30 +1100", "04-05 02:30 +1100", "04-06 02:30 +1000"]),
    ],
)
def test_starts_keep_the_local_hour_through_both_clock_changes(
    zone: ZoneInfo, start: datetime, expected: list[str]
) -> None:
    assert times("FREQ=DAILY;COUNT=3", start, zone) == expected


def test_starts_until_the_second_of_two_equal_hours() -> None:
    found = times("FREQ=DAILY;UNTIL=20261101T063000Z", datetime(2026, 10, 31, 1, 45), BOSTON)

    assert found == ["10-31 01:45 -0400", "11-01 01:45 -0400"]


@pytest.mark.parametrize(
    ("until", "last"),
    [
        ("20260921T220000Z", "09-21"),  # 18:00 in Boston: inclusive
        ("20260921T215959Z", "09-14"),
        ("20260921T220000", "09-21"),  # no zone: UTC
        ("20260921T180000", "09-14"),
        ("20260921", "09-14"),  # a day: its first moment
        ("20260922", "09-21"),
    ],
)
def test_starts_until(until: str, last: str) -> None:
    found = times(f"FREQ=WEEKLY;UNTIL={until}", MONDAY, BOSTON)

    assert found[-1] == f"{last} 18:00 -0400"


@pytest.mark.parametrize("until", ["20260909", "20260909T000000", "20260909T235959Z"])
def test_starts_of_whole_days_until_a_day(until: str) -> None:
    found = times(f"FREQ=DAILY;UNTIL={until};BYHOUR=9", datetime(2026, 9, 7), BOSTON, all_day=True)

    assert found == ["09-07 00:00 -0400", "09-08 00:00 -0400", "09-09 00:00 -0400"]


def test_starts_of_whole_days_where_clocks_skip_midnight() -> None:
    found = times("FREQ=DAILY;COUNT=3", datetime(2018, 11, 4), ZoneInfo("America/Sao_Paulo"), all_day=True)

    assert found == ["11-04 01:00 -0200", "11-05 00:00 -0200", "11-06 00:00 -0200"]


def test_starts_with_dates_added_and_taken_away() -> None:
    second, extra = in_utc(datetime(2026, 9, 14, 18), BOSTON), in_utc(datetime(2026, 9, 30, 12), BOSTON)

    found = times("FREQ=WEEKLY;COUNT=3", MONDAY, BOSTON, exdates=[second], rdates=[extra, extra])

    assert found == ["09-07 18:00 -0400", "09-21 18:00 -0400", "09-30 12:00 -0400"]


def test_starts_without_rule_count_the_event_itself() -> None:
    extra = in_utc(datetime(2026, 9, 30, 12), BOSTON)

    found = times(None, MONDAY, BOSTON, rdates=[extra])

    assert found == ["09-07 18:00 -0400", "09-30 12:00 -0400"]


def test_starts_leave_out_an_event_that_its_rule_does_not_name() -> None:
    found = times("FREQ=WEEKLY;BYDAY=TU;COUNT=2", MONDAY, BOSTON)

    assert found == ["09-08 18:00 -0400", "09-15 18:00 -0400"]


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("", "it does not say FREQ=DAILY, WEEKLY, MONTHLY or YEARLY"),
        ("FREQ=FORTNIGHTLY", "it does not say FREQ=DAILY, WEEKLY, MONTHLY or YEARLY"),
        ("every friday", "“EVERY FRIDAY” is not of the form NAME=VALUE"),
        ("FREQ=DAILY;FREQ=WEEKLY", "it gives FREQ twice"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL=0 is not a whole number from 1 to 1000"),
        ("FREQ=DAILY;INTERVAL=-1", "INTERVAL=-1 is not a whole number from 1 to 1000"),
        ("FREQ=DAILY;INTERVAL=1001", "INTERVAL=1001 is not a whole number from 1 to 1000"),
        ("FREQ=DAILY;INTERVAL=٣", "INTERVAL=٣ is not a whole number from 1 to 1000"),
        ("FREQ=DAILY;COUNT=0", "COUNT=0 is not a whole number from 1 to 1000000000000"),
        ("FREQ=DAILY;BYDAY=XX", "BYDAY=XX is not a weekday such as MO, 2TU or -1FR"),
        ("FREQ=MONTHLY;BYDAY=0MO", "BYDAY=0MO is not a weekday such as MO, 2TU or -1FR"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY counts from 1 or from -1, and it says 0"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY=32 is not a whole number from -31 to 31"),
        ("FREQ=DAILY;UNTIL=tomorrow", "UNTIL=TOMORROW is not a date"),
        ("FREQ=DAILY;UNTIL=20260231", "UNTIL=20260231 is not a date"),
        ("FREQ=DAILY;BYEASTER=0", "BYEASTER is no part of a rule"),
        ("FREQ=YEARLY;RSCALE=CHINESE", "it counts in another calendar than the Gregorian one"),
        ("FREQ=DAILY;BYHOUR=" + ",".join(["1"] * 300), "it is 617 characters long, and 500 is the most"),
    ],
)
def test_read_rule_refuses_the_unreadable(rule: str, reason: str) -> None:
    with pytest.raises(RuleUnreadable) as refusal:
        read_rule(rule)

    assert refusal.value.reason == reason


FEW = 1_300
"""More than the days of the window: none of the rules below that is expanded gives more."""

EVERY_HOUR = "BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23"


@pytest.mark.parametrize("start", [datetime(1601, 1, 1), MONDAY], ids=["since 1601", "since now"])
@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYSETPOS=3",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO;BYMONTH=6;BYSETPOS=366",
        "FREQ=YEARLY;INTERVAL=1000;BYYEARDAY=366;BYDAY=MO",
        "FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYHOUR=0,5;BYSECOND=0,30;BYSETPOS=-366",
        "FREQ=MONTHLY;BYDAY=5MO,-5MO;BYMONTHDAY=1,2;BYYEARDAY=200",
    ],
)
def test_expand_of_a_rule_with_hardly_a_date_comes_to_an_end(rule: str, start: datetime) -> None:
    before = time.process_time()

    found = list(expand(read_rule(rule), start, after=datetime(2024, 9, 1), before=datetime(2028, 3, 1)))

    assert len(found) < FEW
    assert time.process_time() - before < 0.5


@pytest.mark.parametrize(
    ("rule", "start"),
    [
        ("FREQ=SECONDLY", MONDAY),
        ("FREQ=MINUTELY;INTERVAL=1", MONDAY),
        ("FREQ=HOURLY", MONDAY),
        ("FREQ=DAILY;COUNT=1000000000", datetime(1601, 1, 1)),
        (f"FREQ=DAILY;{EVERY_HOUR};BYMINUTE=0,5,10,15,20,25,30,35,40,45,50,55", MONDAY),
        (f"FREQ=DAILY;{EVERY_HOUR}", MONDAY),
        (f"FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;{EVERY_HOUR};BYMINUTE=1,2,3,4;BYSETPOS=-366", MONDAY),
    ],
)
def test_expand_of_a_rule_with_countless_dates_is_refused(rule: str, start: datetime) -> None:
    before = time.process_time()

    with pytest.raises(RuleTooCostly):
        list(expand(read_rule(rule), start, after=datetime(2024, 9, 1), before=datetime(2028, 3, 1)))

    assert time.process_time() - before < 0.5


def test_expand_takes_little_memory() -> None:
    tracemalloc.start()
    try:
        found = list(
            expand(
                read_rule("FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU"),
                datetime(2020, 1, 1),
                after=datetime(2020, 1, 1),
                before=datetime(2028, 3, 1),
            )
        )
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert len(found) == 2982
    assert peak < 14_000_000


def test_expand_of_an_old_rule_begins_where_it_is_asked_for() -> None:
    recent = dates("FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,FR", datetime(1601, 1, 1), after=datetime(2026, 9, 1), days=40)
    whole = dates("FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,FR;COUNT=15000", datetime(1601, 1, 1), days=2)

    assert whole == ["1601-01-01"]
    assert recent == [
        f"{day:%Y-%m-%d}"
        for day in _every_third_week(datetime(1601, 1, 1))
        if "2026-09-01" <= f"{day:%Y-%m-%d}" < "2026-10-11"
    ]


def _every_third_week(monday: datetime) -> Iterator[datetime]:
    for week in range(0, 23_000, 3):
        yield monday + timedelta(weeks=week)
        yield monday + timedelta(weeks=week, days=4)


def test_expand_random_rules_as_dateutil_does() -> None:
    """Without what dateutil reads otherwise: plain beside numbered BYDAY, WEEKLY with BYSETPOS, BYWEEKNO alone."""
    chance = random.Random(5545)
    compared = 0

    for rule, start in (_random_rule(chance) for _ in range(150)):
        after = start if "COUNT" in rule else start + timedelta(days=chance.choice((0, 400, 3_000)))
        before = after + timedelta(days=900)
        theirs = _dateutil(rule, start, after, before)
        if theirs is None:
            continue
        compared += 1
        assert (rule, list(expand(read_rule(rule), start, after=after, before=before))) == (rule, theirs)

    assert compared > 100


def _dateutil(rule: str, start: datetime, after: datetime, before: datetime) -> list[datetime] | None:
    """None where dateutil does not come to an end: it looks for impossible dates up to the year 9999."""

    def stop(*_: object) -> None:
        raise TimeoutError

    previous = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, 0.15)
    try:
        found = []
        for at in rrulestr(rule, dtstart=start):
            if at >= before:
                break
            if at >= after:
                found.append(at)
        return found
    except TimeoutError:
        return None
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, previous)


def _random_rule(chance: random.Random) -> tuple[str, datetime]:
    def some(least: int, most: int, n: int, *, negative: bool = False) -> str:
        numbers = {chance.randint(least, most) for _ in range(chance.randint(1, n))}
        return ",".join(str(-x if negative and chance.random() < 0.4 else x) for x in numbers)

    frequency = chance.choice(("DAILY", "WEEKLY", "MONTHLY", "YEARLY"))
    weekly, yearly = frequency == "WEEKLY", frequency == "YEARLY"
    parts: dict[str, tuple[float, Callable[[], str]]] = {
        "INTERVAL": (0.5, lambda: str(chance.randint(1, 5))),
        "COUNT": (0.3, lambda: str(chance.randint(1, 40))),
        "WKST": (0.3, lambda: chance.choice(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))),
        "BYMONTH": (0.3, lambda: some(1, 12, 3)),
        "BYMONTHDAY": (0 if weekly else 0.3, lambda: some(1, 31, 4, negative=True)),
        "BYYEARDAY": (0.2 if yearly else 0, lambda: some(1, 366, 6, negative=True)),
        "BYWEEKNO": (0.25 if yearly else 0, lambda: some(1, 53, 4, negative=True)),
        "BYHOUR": (0.2, lambda: some(0, 23, 3)),
        "BYMINUTE": (0.1, lambda: some(0, 59, 2)),
        "BYSETPOS": (0 if weekly else 0.25, lambda: some(1, 4, 2, negative=True)),
    }
    given = {name: value() for name, (odds, value) in parts.items() if chance.random() < odds}
    if "BYWEEKNO" in given or chance.random() < 0.5:
        numbered = frequency in ("MONTHLY", "YEARLY") and "BYWEEKNO" not in given and chance.random() < 0.5
        most = 5 if frequency == "MONTHLY" or "BYMONTH" in given else 53
        days = chance.sample(("MO", "TU", "WE", "TH", "FR", "SA", "SU"), chance.randint(1, 3))
        given["BYDAY"] = ",".join(some(1, most, 1, negative=True) * numbered + day for day in days)
    start = datetime(2024, 1, 1) + timedelta(days=chance.randint(0, 800), minutes=30 * chance.randint(0, 47))
    return ";".join([f"FREQ={frequency}", *(f"{name}={value}" for name, value in given.items())]), start
