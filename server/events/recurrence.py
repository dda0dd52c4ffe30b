"""A recurring event becomes its instances: RFC 5545 §3.8.5, in bounded time whatever the rule says.

Rules are expanded in local wall-clock time and only then turned into UTC, so that a meeting at 18:00 stays
at 18:00 through a clock change. A time that a change skips is read with the offset before it; of one that
comes twice, the first is meant (RFC 5545 §3.3.5).
"""

from calendar import isleap, monthrange
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from server.events.errors import RuleTooCostly
from server.events.rule import Frequency, Rule, read_rule

BUDGET = 40_000
"""Steps that one expansion may take, each a candidate time looked at: less than a quarter of a second."""
MAX_INSTANCES = 4_000
"""More instances of one event are of use to nobody: that is a daily event of eleven years."""

_DAY = timedelta(days=1)


@dataclass(slots=True)
class Meter:
    """Steps and instances that several expansions together have left; negative once they are used up."""

    steps: int
    instances: int


def starts(
    starts_at: datetime,
    *,
    zone: ZoneInfo,
    all_day: bool,
    rrule: str | None,
    exdates: Collection[datetime],
    rdates: Collection[datetime],
    after: datetime,
    before: datetime,
    meter: Meter | None = None,
) -> list[datetime]:
    """When the instances start that start in [`after`, `before`); aware UTC, ascending, each once.

    Without a rule the event itself is the first instance. With one, it is an instance only where the rule
    says so. Raises RuleUnreadable, or RuleTooCostly where finding them would take more than BUDGET, or than
    `meter` has left.
    """
    found = set(rdates)
    if rrule is None:
        found.add(starts_at)
    else:
        rule = read_rule(rrule)
        if all_day:
            rule = replace(rule, by_hour=(), by_minute=(), by_second=())
        last = _last(rule, zone, all_day)
        end = before if last is None else min(before, last)
        # A day more on both sides: where clocks change, local order is not the order in UTC.
        window = (_local(after, zone) - _DAY, _local(end, zone) + _DAY)
        start = local_start(starts_at, zone, all_day)
        for local in expand(rule, start, after=window[0], before=window[1], meter=meter):
            at = in_utc(local, zone)
            if last is None or at <= last:
                found.add(at)
    return sorted(at for at in found.difference(exdates) if after <= at < before)


def expand(
    rule: Rule, start: datetime, *, after: datetime, before: datetime, meter: Meter | None = None
) -> Iterator[datetime]:
    """Wall-clock times of `rule` in [`after`, `before`), ascending. `start` is DTSTART; all are naive.

    COUNT is honoured, UNTIL is not: it is a moment, and this knows no zone.
    """
    rule = _completed(rule, start)
    times = [time(*parts) for parts in _product(rule.by_hour, rule.by_minute, rule.by_second)]
    left, own = rule.count, Meter(BUDGET, MAX_INSTANCES)
    # Without COUNT nothing before `after` matters, so a rule of the year 1601 begins where it is asked for.
    for period in count(0 if left is not None else _periods_before(rule, start, after)):
        first = _first_day(rule, start, period)
        if first is None or datetime.combine(first, time()) >= before:
            return
        days = _days(rule, first)
        _spend(own, steps=max(1, len(days)) * len(times))
        if meter is not None:
            _spend(meter, steps=max(1, len(days)) * len(times))
        candidates = [datetime.combine(day, at) for day in days if _wanted(rule, day) for at in times]
        for local in _at_positions(rule.by_position, candidates):
            if local < start:
                continue
            if local >= before or left == 0:
                return
            if left is not None:
                left -= 1
            if local >= after:
                _spend(own, instances=1)
                if meter is not None:
                    _spend(meter, instances=1)
                yield local


def _spend(meter: Meter, *, steps: int = 0, instances: int = 0) -> None:
    meter.steps -= steps
    meter.instances -= instances
    if meter.steps < 0:
        raise RuleTooCostly("finding its dates takes too many steps")
    if meter.instances < 0:
        raise RuleTooCostly(f"it has too many dates; {MAX_INSTANCES:,} are the most")


def local_start(at: datetime, zone: ZoneInfo, all_day: bool) -> datetime:
    """The wall clock at `at`, naive; midnight for an event of whole days, also where clocks skip midnight."""
    local = _local(at, zone)
    return datetime.combine(local.date(), time()) if all_day else local


def in_utc(local: datetime, zone: ZoneInfo) -> datetime:
    """The moment that the naive wall clock `local` means in `zone`."""
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)


def _local(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None, fold=0)


def _last(rule: Rule, zone: ZoneInfo, all_day: bool) -> datetime | None:
    """UNTIL as a moment. What it leaves open is read as the common calendar programs read it.

    A day on a timed event means its first moment; a time without zone means UTC; a time on an event of
    whole days means its day.
    """
    until = rule.until
    if until is None:
        return None
    if isinstance(until, datetime) and not all_day:
        return until.replace(tzinfo=UTC)
    return in_utc(datetime(until.year, until.month, until.day), zone)  # noqa: DTZ001 (in_utc gives the zone)


def _completed(rule: Rule, start: datetime) -> Rule:
    """What a rule leaves out follows from DTSTART (RFC 5545 §3.3.10, "Information, not contained in the rule")."""
    changes: dict[str, tuple[object, ...]] = {
        "by_hour": rule.by_hour or (start.hour,),
        "by_minute": rule.by_minute or (start.minute,),
        "by_second": rule.by_second or (start.second,),
    }
    if not (rule.by_year_day or rule.by_month_day or rule.by_day):
        if rule.frequency is Frequency.WEEKLY or rule.by_week:
            changes["by_day"] = ((0, start.weekday()),)
        elif rule.frequency is Frequency.MONTHLY:
            changes["by_month_day"] = (start.day,)
        elif rule.frequency is Frequency.YEARLY:
            changes["by_month"] = rule.by_month or (start.month,)
            changes["by_month_day"] = (start.day,)
    return replace(rule, **changes)  # type: ignore[arg-type]


def _product(hours: tuple[int, ...], minutes: tuple[int, ...], seconds: tuple[int, ...]) -> list[tuple[int, int, int]]:
    return [(hour, minute, second) for hour in hours for minute in minutes for second in seconds]


def _periods_before(rule: Rule, start: datetime, after: datetime) -> int:
    """How many whole periods lie between `start` and `after`; one less where that is not sure."""
    days = (after - start).days
    length = {Frequency.DAILY: 1, Frequency.WEEKLY: 7, Frequency.MONTHLY: 31, Frequency.YEARLY: 366}[rule.frequency]
    return max(0, days // (length * rule.interval) - 1)


def _first_day(rule: Rule, start: datetime, period: int) -> date | None:
    """The first day of the numbered period; None beyond the end of the calendar."""
    steps = period * rule.interval
    try:
        if rule.frequency is Frequency.DAILY:
            return start.date() + timedelta(days=steps)
        if rule.frequency is Frequency.WEEKLY:
            return start.date() + timedelta(days=7 * steps - (start.weekday() - rule.week_start) % 7)
        months = steps if rule.frequency is Frequency.MONTHLY else 12 * steps + 1 - start.month
        year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
        return date(year, month + 1, 1)
    except (OverflowError, ValueError):
        return None


def _days(rule: Rule, first: date) -> list[date]:
    """The days of the period that begins on `first`; only those that may be wanted, where that is cheap to say."""
    if rule.frequency is Frequency.DAILY:
        return [first]
    if rule.frequency is Frequency.WEEKLY:
        return [first + timedelta(days=n) for n in range(7)]
    if rule.frequency is Frequency.MONTHLY:
        return _days_of_month(rule, first.year, first.month)
    return [day for month in rule.by_month or range(1, 13) for day in _days_of_month(rule, first.year, month)]


def _days_of_month(rule: Rule, year: int, month: int) -> list[date]:
    length = monthrange(year, month)[1]
    if not rule.by_month_day:
        return [date(year, month, day) for day in range(1, length + 1)]
    days = {day if day > 0 else length + 1 + day for day in rule.by_month_day}
    return [date(year, month, day) for day in sorted(days) if 1 <= day <= length]


def _wanted(rule: Rule, day: date) -> bool:
    length = monthrange(day.year, day.month)[1]
    return (
        (not rule.by_month or day.month in rule.by_month)
        and (not rule.by_month_day or not {day.day, day.day - length - 1}.isdisjoint(rule.by_month_day))
        and (not rule.by_day or _on_weekday(rule, day, length))
        and (not rule.by_year_day or not {_year_day(day), _year_day(day, -1)}.isdisjoint(rule.by_year_day))
        and (not rule.by_week or not _weeks(day, rule.week_start).isdisjoint(rule.by_week))
    )


def _on_weekday(rule: Rule, day: date, month_length: int) -> bool:
    if (0, weekday := day.weekday()) in rule.by_day:
        return True
    if rule.frequency < Frequency.MONTHLY or rule.by_week:  # the number means nothing there
        return any(weekday == wanted for _number, wanted in rule.by_day)
    if rule.frequency is Frequency.MONTHLY or rule.by_month:
        behind, ahead = day.day - 1, month_length - day.day
    else:
        behind, ahead = _year_day(day) - 1, -_year_day(day, -1) - 1
    return (behind // 7 + 1, weekday) in rule.by_day or (-(ahead // 7) - 1, weekday) in rule.by_day


def _year_day(day: date, sign: int = 1) -> int:
    """1 to 366, or counted from the end -1 to -366."""
    number = day.timetuple().tm_yday
    return number if sign > 0 else number - 367 + (not isleap(day.year))


def _weeks(day: date, week_start: int) -> set[int]:
    """The number of the day's week, from the beginning and from the end of its year (ISO 8601, any first weekday)."""
    middle = day + timedelta(days=3 - (day.weekday() - week_start) % 7)
    last = date(middle.year, 12, 31)
    last -= timedelta(days=(last.weekday() - middle.weekday()) % 7)
    number, weeks = (_year_day(middle) + 6) // 7, (_year_day(last) + 6) // 7
    return {number, number - weeks - 1}


def _at_positions(positions: tuple[int, ...], candidates: list[datetime]) -> list[datetime]:
    if not positions:
        return candidates
    length = len(candidates)
    places = {place - 1 if place > 0 else length + place for place in positions}
    return [candidates[place] for place in sorted(places) if 0 <= place < length]
