"""Dates and times of a table: in which order day and month stand is asked, since 3/4 says nothing of it."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from enum import StrEnum


class DateOrder(StrEnum):
    """How the dates of a table are written."""

    YEAR_FIRST = "YEAR_FIRST"
    DAY_FIRST = "DAY_FIRST"
    MONTH_FIRST = "MONTH_FIRST"


_DATE = re.compile(r"(\d{1,4})\s*[-./ ]\s*(\d{1,2})\s*[-./ ]\s*(\d{1,4})\.?")
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d\d))?(?:[:.]\d\d)?(?:\.\d+)?\s*([ap])?\.?m?\.?", re.IGNORECASE)
_BOTH = re.compile(r"(.*?\d)(?:\s*,\s*|[T\s]+)(\d{1,2}[:.h]\d\d.*|\d{1,2}\s*[ap]\.?m\.?)", re.IGNORECASE | re.DOTALL)
_YEARS = range(1000, 9900)


class CellUnreadable(ValueError):
    """Its message is a sentence without a full stop."""


def read_when(day: str, hour: str, order: DateOrder) -> tuple[datetime, bool]:
    """The local time that two cells say, and whether they say only a day; the first may say both.

    Raises CellUnreadable.
    """
    if not hour and (match := _BOTH.fullmatch(day)):
        day, hour = match[1], match[2]
    return datetime.combine(_date(day, order), _time(hour) if hour else time()), not hour


def orders_that_fit(cells: Iterable[str]) -> list[DateOrder]:
    """Those in which all of these can be read."""
    written = [cell for cell in cells if cell]
    return [order for order in DateOrder if written and all(_fits(cell, order) for cell in written)]


def _fits(cell: str, order: DateOrder) -> bool:
    try:
        read_when(cell, "", order)
    except CellUnreadable:
        return False
    return True


def _date(text: str, order: DateOrder) -> date:
    match = _DATE.fullmatch(text.strip())
    if match is None:
        raise CellUnreadable(f"“{text[:40]}” is no date")
    one, two, three = (int(part) for part in match.groups())
    year, month, day = {
        DateOrder.YEAR_FIRST: (one, two, three),
        DateOrder.DAY_FIRST: (three, two, one),
        DateOrder.MONTH_FIRST: (three, one, two),
    }[order]
    try:
        found = date(year + 2000 if year < 100 and order is not DateOrder.YEAR_FIRST else year, month, day)
    except ValueError as fault:
        words = order.value.lower().replace("_", " ")
        raise CellUnreadable(f"“{text[:40]}” is no date with the {words}") from fault
    if found.year not in _YEARS:
        raise CellUnreadable(f"“{text[:40]}” is in no year that can be listed")
    return found


def _time(text: str) -> time:
    match = _TIME.fullmatch(text.strip())
    if match is None or (match[2] is None and match[3] is None):
        raise CellUnreadable(f"“{text[:40]}” is no time of day; one looks like 18:00 or 6:00 PM")
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        if not 1 <= hour <= 12:
            raise CellUnreadable(f"“{text[:40]}” is no time of day; one looks like 18:00 or 6:00 PM")
        hour = hour % 12 + (12 if match[3].lower() == "p" else 0)
    try:
        return time(hour, minute)
    except ValueError as fault:
        raise CellUnreadable(f"“{text[:40]}” is no time of day; one looks like 18:00 or 6:00 PM") from fault
