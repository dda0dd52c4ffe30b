"""A rule goes on at another time, ends earlier, or begins with a later instance."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from server.errors import FieldError, InvalidInput
from server.events.recurrence import expand
from server.events.repetition import Repeats, as_repetition, is_last, number_of, until
from server.events.rule import WEEKDAYS, Frequency, Rule, read_rule

FIXED = FieldError(
    ("startsAt",),
    "The rule by which this repeats names its days, so they can’t be moved along. Choose how it repeats anew.",
)


def shifted(text: str, old: datetime, new: datetime, zone: ZoneInfo, *, all_day: bool) -> str:
    """The rule of a series that began at the wall clock `old` and begins at `new`: every instance as much later.

    What repeats on a date or weekday of the month goes on with the new one. Raises InvalidInput where the rule
    names its days in other ways.
    """
    rule = read_rule(text)
    days = (new.date() - old.date()).days
    hours_named = rule.by_hour or rule.by_minute or rule.by_second
    if hours_named and new.time() != old.time():
        raise InvalidInput(FIXED)
    parts = _parts(text)
    if days:
        parts |= _on_other_days(rule, old, new, days)
    last = rule.until
    if isinstance(last, datetime):
        wall = last.replace(tzinfo=last.tzinfo or UTC).astimezone(zone).replace(tzinfo=None)
        parts["UNTIL"] = until(wall + (new - old), zone, all_day=all_day)
    elif last is not None:
        parts["UNTIL"] = f"{last + timedelta(days=days):%Y%m%d}"
    return _joined(parts)


def ended(text: str, last: datetime, zone: ZoneInfo, *, all_day: bool) -> str:
    """The rule whose last instance starts at the wall clock `last` or before."""
    parts = _parts(text)
    parts.pop("COUNT", None)
    return _joined({**parts, "UNTIL": until(last, zone, all_day=all_day)})


def rest(text: str, start: datetime, cut: datetime) -> str:
    """The rule of what is left from the wall clock `cut` on, where it began at `start`."""
    rule = read_rule(text)
    if rule.count is None:
        return text
    used = sum(1 for _ in expand(rule, start, after=start, before=cut))
    return _joined({**_parts(text), "COUNT": str(max(1, rule.count - used))})


def _on_other_days(rule: Rule, old: datetime, new: datetime, days: int) -> dict[str, str]:
    fixed = rule.by_month or rule.by_month_day or rule.by_year_day or rule.by_week or rule.by_position
    if rule.frequency <= Frequency.WEEKLY and not fixed and all(number == 0 for number, _day in rule.by_day):
        # The week begins as much later, or two days of it would come to stand in different weeks.
        moved: dict[str, str] = {"WKST": WEEKDAYS[(rule.week_start + days) % 7]}
        if rule.frequency is Frequency.DAILY or (rule.interval == 1 and len(rule.by_day) < 2):
            moved = {}
        if rule.by_day:
            moved["BYDAY"] = ",".join(WEEKDAYS[(day + days) % 7] for _number, day in rule.by_day)
        return moved
    repetition = as_repetition(rule, old, ZoneInfo("UTC"))
    match repetition and repetition.repeats:
        case Repeats.MONTHLY_ON_DATE:
            return {"BYMONTHDAY": str(new.day)} if rule.by_month_day else {}
        case Repeats.MONTHLY_ON_WEEKDAY | Repeats.MONTHLY_ON_LAST_WEEKDAY as before:
            # Few months have a fifth Friday, so it becomes the last.
            last = is_last(new) and (number_of(new) == 5 or before is Repeats.MONTHLY_ON_LAST_WEEKDAY)
            return {"BYDAY": f"{-1 if last else number_of(new)}{WEEKDAYS[new.weekday()]}"}
    raise InvalidInput(FIXED)


def _parts(text: str) -> dict[str, str]:
    pieces = text.upper().removeprefix("RRULE:").split(";")
    return {name.strip(): value.strip() for name, _, value in (piece.partition("=") for piece in pieces) if value}


def _joined(parts: dict[str, str]) -> str:
    return ";".join(f"{name}={value}" for name, value in parts.items())
