"""An event repeats: what people choose, or a program writes, becomes an RFC 5545 rule."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from server.errors import FieldError, Refusal
from server.events.instances import window
from server.events.recurrence import in_utc, starts
from server.events.rule import WEEKDAYS
from server.local_time import LocalTimeUnusable, read_day

MOST_TIMES = 366


class Repeat(StrEnum):
    """How an event repeats, as people say it."""

    NEVER = "NEVER"
    WEEKLY = "WEEKLY"
    FORTNIGHTLY = "FORTNIGHTLY"
    MONTHLY_BY_DAY = "MONTHLY_BY_DAY"
    MONTHLY_BY_DATE = "MONTHLY_BY_DATE"


def read_rrule(given: Mapping[str, Any], columns: Mapping[str, Any], faults: list[FieldError]) -> str | None:
    """The rule of `rrule`, or else of `repeats` with `repeat_times` or `repeat_until`, a day, inclusive.

    `columns` has the event's own time. Whatever has no end goes on; 18 months of it are listed at a time.
    """
    zone, begins, all_day = ZoneInfo(columns["time_zone"]), columns["starts_at"], columns["all_day"]
    if given.get("rrule"):
        rule: str = given["rrule"].strip().upper().removeprefix("RRULE:")
        try:
            after, before = window(rule, begins)
            # Refused now rather than at every reading.
            starts(begins, zone=zone, all_day=all_day, rrule=rule, exdates=(), rdates=(), after=after, before=before)
        except Refusal as refusal:
            faults.append(FieldError(("rrule",), refusal.message))
        return rule
    repeat = given.get("repeats") or Repeat.NEVER
    if repeat is Repeat.NEVER:
        return None
    return f"{_frequency(repeat, begins.astimezone(zone))}{_end(given, begins, zone, faults, all_day=all_day)}"


def _frequency(repeat: Repeat, begins: datetime) -> str:
    day = WEEKDAYS[begins.weekday()]
    match repeat:
        case Repeat.MONTHLY_BY_DATE:
            return f"FREQ=MONTHLY;BYMONTHDAY={begins.day}"
        case Repeat.MONTHLY_BY_DAY:
            # Few months have a fifth Friday; who says so means the last.
            number = (begins.day - 1) // 7 + 1
            return f"FREQ=MONTHLY;BYDAY={number if number < 5 else -1}{day}"
        case Repeat.FORTNIGHTLY:
            return f"FREQ=WEEKLY;INTERVAL=2;BYDAY={day}"
        case _:
            return f"FREQ=WEEKLY;BYDAY={day}"


def _end(given: Mapping[str, Any], begins: datetime, zone: ZoneInfo, faults: list[FieldError], *, all_day: bool) -> str:
    times, until = given.get("repeat_times"), given.get("repeat_until")
    if times is not None and until:
        faults.append(FieldError(("repeatUntil",), "Say how often, or until when, and leave the other empty."))
    elif times is not None and not 2 <= times <= MOST_TIMES:
        faults.append(FieldError(("repeatTimes",), f"Let it take place 2 to {MOST_TIMES} times."))
    elif times is not None:
        return f";COUNT={times}"
    elif until:
        try:
            day = read_day(until, zone).astimezone(zone).date()
        except LocalTimeUnusable as fault:
            faults.append(fault.at("repeatUntil"))
            return ""
        if day < begins.astimezone(zone).date():
            faults.append(FieldError(("repeatUntil",), "That is before it begins. Take a later day."))
        if all_day:
            return f";UNTIL={day:%Y%m%d}"
        # In UTC, since the event's start has a zone (RFC 5545 §3.3.10); up to the end of that day there.
        last = in_utc(datetime.combine(day, time()) + timedelta(hours=24, seconds=-1), zone)
        return f";UNTIL={last.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return ""
