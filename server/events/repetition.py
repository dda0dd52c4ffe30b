"""How an event repeats, as a form asks it, and as RFC 5545 writes it (§3.3.10)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from server.errors import FieldError, InvalidInput
from server.events.recurrence import in_utc
from server.events.rule import WEEKDAYS, Frequency, Rule

MOST_EVERY = 52
MOST_TIMES = 1_000
_WEEK = timedelta(days=7)


class Repeats(StrEnum):
    """How often."""

    NEVER = "NEVER"
    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY_ON_DATE = "MONTHLY_ON_DATE"
    MONTHLY_ON_WEEKDAY = "MONTHLY_ON_WEEKDAY"
    MONTHLY_ON_LAST_WEEKDAY = "MONTHLY_ON_LAST_WEEKDAY"


class Weekday(StrEnum):
    """In the order of ISO 8601, as RFC 5545 writes them."""

    MO = "MO"
    TU = "TU"
    WE = "WE"
    TH = "TH"
    FR = "FR"
    SA = "SA"
    SU = "SU"


@dataclass(frozen=True, slots=True)
class Repetition:
    """What a form says. Without `until` and `times` it goes on for ever."""

    repeats: Repeats
    every: int = 1
    """Of days, weeks or months, 1 to 52."""
    weekdays: tuple[Weekday, ...] = ()
    """Of WEEKLY; empty: the one of its first day."""
    until: date | None = None
    """The last day, local, inclusive."""
    times: int | None = None


def as_rule(repetition: Repetition, start: datetime, zone: ZoneInfo, *, all_day: bool) -> str | None:
    """The RRULE of what first takes place at the wall clock `start`; None for NEVER.

    Raises InvalidInput, with every fault.
    """
    if repetition.repeats is Repeats.NEVER:
        return None
    if faults := list(_faults(repetition, start)):
        raise InvalidInput(*faults)
    day = Weekday(WEEKDAYS[start.weekday()])
    parts = {"FREQ": repetition.repeats.value.partition("_")[0]}
    if repetition.every > 1:
        parts["INTERVAL"] = str(repetition.every)
    match repetition.repeats:
        case Repeats.WEEKLY:
            parts["BYDAY"] = ",".join(one for one in Weekday if one in (repetition.weekdays or (day,)))
        case Repeats.MONTHLY_ON_DATE:
            parts["BYMONTHDAY"] = str(start.day)
        case Repeats.MONTHLY_ON_WEEKDAY:
            parts["BYDAY"] = f"{number_of(start)}{day}"
        case Repeats.MONTHLY_ON_LAST_WEEKDAY:
            parts["BYDAY"] = f"-1{day}"
    if repetition.times is not None:
        parts["COUNT"] = str(repetition.times)
    if repetition.until is not None:
        parts["UNTIL"] = until(datetime.combine(repetition.until, time(23, 59, 59)), zone, all_day=all_day)
    return ";".join(f"{name}={value}" for name, value in parts.items())


def as_repetition(rule: Rule, start: datetime, zone: ZoneInfo) -> Repetition | None:
    """What a form would say to get `rule` with its first instance at the wall clock `start`; None where it can't."""
    repeats = _repeats(rule, start)
    others = rule.by_month or rule.by_week or rule.by_year_day or rule.by_hour or rule.by_minute or rule.by_second
    if repeats is None or others or rule.by_position:
        return None
    weekdays = tuple(Weekday(WEEKDAYS[day]) for _number, day in rule.by_day) if repeats is Repeats.WEEKLY else ()
    return Repetition(repeats, rule.interval, weekdays, last_day(rule, zone), rule.count)


def until(last: datetime, zone: ZoneInfo, *, all_day: bool) -> str:
    """UNTIL of a series whose last instance may start at the wall clock `last`."""
    return f"{last:%Y%m%d}" if all_day else f"{in_utc(last, zone):%Y%m%dT%H%M%SZ}"


def last_day(rule: Rule, zone: ZoneInfo) -> date | None:
    """The local day that UNTIL names."""
    if isinstance(rule.until, datetime):
        return rule.until.replace(tzinfo=rule.until.tzinfo or UTC).astimezone(zone).date()
    return rule.until


def number_of(start: datetime) -> int:
    """Which of its weekdays in the month a day is, 1 to 5."""
    return (start.day - 1) // 7 + 1


def is_last(start: datetime) -> bool:
    """Whether a day is the last of its weekdays in the month."""
    return (start + _WEEK).month != start.month


def _repeats(rule: Rule, start: datetime) -> Repeats | None:
    own = (0, start.weekday())
    match rule.frequency:
        case Frequency.DAILY if not (rule.by_day or rule.by_month_day):
            return Repeats.DAILY
        case Frequency.WEEKLY if all(number == 0 for number, _day in rule.by_day) and own in (rule.by_day or (own,)):
            return Repeats.WEEKLY
        case Frequency.MONTHLY if not rule.by_day and rule.by_month_day in ((), (start.day,)):
            return Repeats.MONTHLY_ON_DATE
        case Frequency.MONTHLY if not rule.by_month_day and rule.by_day == ((-1, start.weekday()),) and is_last(start):
            return Repeats.MONTHLY_ON_LAST_WEEKDAY
        case Frequency.MONTHLY if not rule.by_month_day and rule.by_day == ((number_of(start), start.weekday()),):
            return Repeats.MONTHLY_ON_WEEKDAY
    return None


def _faults(repetition: Repetition, start: datetime) -> Iterator[FieldError]:
    day = f"{start:%A}"
    if not 1 <= repetition.every <= MOST_EVERY:
        yield FieldError(("every",), f"Take a whole number from 1 to {MOST_EVERY}.")
    if repetition.weekdays and repetition.repeats is not Repeats.WEEKLY:
        yield FieldError(("weekdays",), "Days of the week are for what repeats every week. Leave them out.")
    elif repetition.weekdays and WEEKDAYS[start.weekday()] not in repetition.weekdays:
        yield FieldError(("weekdays",), f"It begins on a {day}. Tick {day} too, or choose another first day.")
    if repetition.repeats is Repeats.MONTHLY_ON_WEEKDAY and number_of(start) == 5:
        message = f"Not every month has a fifth {day}. Choose the last {day} of the month, or another first day."
        yield FieldError(("repeats",), message)
    if repetition.repeats is Repeats.MONTHLY_ON_LAST_WEEKDAY and not is_last(start):
        message = f"{start.day} {start:%B} is not the last {day} of its month. Choose another first day."
        yield FieldError(("repeats",), message)
    if repetition.times is not None and not 1 <= repetition.times <= MOST_TIMES:
        yield FieldError(("times",), f"Take a whole number from 1 to {MOST_TIMES:,}.")
    if repetition.until is not None and repetition.times is not None:
        yield FieldError(("times",), "It ends after a number of times or on a day, not both. Leave one of them empty.")
    if repetition.until is not None and repetition.until < start.date():
        first = f"{start.day} {start:%B %Y}"
        yield FieldError(("until",), f"It begins on {first}. Choose that day or a later one, or leave it empty.")
