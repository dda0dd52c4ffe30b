"""How templates write times, days and numbers: 24-hour clock, day before month, zones as places."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime

from server.people.languages import language_name

LOCALE = "en_GB"


@lru_cache(maxsize=8192)
def localtime(moment: str, zone: str, pattern: str = "HH:mm") -> str:
    """`moment` (RFC 3339) as the clock shows it in `zone`. `pattern` as CLDR defines them."""
    return format_datetime(_local(moment, zone), pattern, locale=LOCALE)


def isoformat(moment: str, zone: str) -> str:
    """`moment` with the offset of `zone`, to the minute: for `<time datetime>`."""
    return _local(moment, zone).isoformat(timespec="minutes")


@lru_cache(maxsize=1024)
def written(day: date, pattern: str) -> str:
    """A date by a CLDR pattern."""
    return format_date(day, pattern, locale=LOCALE)


def same_day(start: str, end: str, zone: str) -> bool:
    """Whether both moments are on one day in `zone`."""
    return _local(start, zone).date() == _local(end, zone).date()


def local_day(moment: str, zone: str) -> date:
    """The day of `moment` in `zone`."""
    return _local(moment, zone).date()


def last_day(end: str, zone: str) -> date:
    """The last day of a span that ends before the moment `end`."""
    return (_local(end, zone) - timedelta(microseconds=1)).date()


def day(text: str) -> date:
    """The day that `2026-09-24` names."""
    return date.fromisoformat(text)


def days_on(day: date, days: int) -> str:
    """So many days later, or earlier, for an address: `2026-10-01`."""
    return (day + timedelta(days=days)).isoformat()


def months_on(day: date, months: int) -> str:
    """So many months later, or earlier, for an address: `2026-10`."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return f"{year:04}-{month + 1:02}"


@dataclass(slots=True)
class Week:
    """Seven days from Monday on; None stands for those before the first and after the last."""

    days: list[Any]


def weeks(days: Sequence[Any]) -> list[Week]:
    """Days in a row by weeks."""
    lead = [None] * day(days[0]["date"]).weekday()
    cells = [*lead, *days]
    cells += [None] * (-len(cells) % 7)
    return [Week(cells[start : start + 7]) for start in range(0, len(cells), 7)]


def instant(moment: str) -> datetime:
    """`moment` as one that can be compared."""
    return datetime.fromisoformat(moment)


def utc(moment: str) -> str:
    """`moment` for an address: `2026-09-24T14:00:00Z`."""
    return datetime.fromisoformat(moment).astimezone(UTC).isoformat().replace("+00:00", "Z")


def zone_name(zone: str) -> str:
    """The place that a zone is named for: `America/New_York` is New York."""
    return zone.rpartition("/")[2].replace("_", " ")


@dataclass(slots=True)
class Day:
    """A day of the programme."""

    date: date
    today: bool
    events: list[Any] = field(default_factory=list)


def by_day(events: Iterable[Any], now: str) -> list[Day]:
    """Events by the day on which they start where they are. What is going on now is under today."""
    days: dict[date, Day] = {}
    for event in events:
        zone = event["timeZone"]
        today = local_day(now, zone)
        day = local_day(event["startsAt"], zone)
        if day < today and instant(event["endsAt"]) > instant(now):
            day = today
        days.setdefault(day, Day(day, today=day == today)).events.append(event)
    return [days[day] for day in sorted(days)]


def by_own_day(entries: Iterable[Any], zone: str, now: str) -> list[Day]:
    """Entries of an agenda by the day on which their events start in the reader's zone; what takes whole days keeps
    its date. What is going on now is under today."""
    today = local_day(now, zone)
    days: dict[date, Day] = {}
    for entry in entries:
        event = entry["event"]
        day = max(local_day(event["startsAt"], event["timeZone"] if event["allDay"] else zone), today)
        days.setdefault(day, Day(day, today=day == today)).events.append(entry)
    return [days[day] for day in sorted(days)]


@dataclass(slots=True)
class Meeting:
    """The contacts last met on one day, at one event."""

    date: date
    event: str | None
    """Its name; None where no event was named."""
    contacts: list[Any] = field(default_factory=list)


def by_meeting(contacts: Iterable[Any], zone: str) -> list[Meeting]:
    """Contacts by where, and on which day in `zone`, they were last met, in the order given."""
    meetings: dict[tuple[date, str | None], Meeting] = {}
    for contact in contacts:
        day = local_day(contact["lastMetAt"], zone)
        last = next(iter(contact["encounters"]), {"event": None})["event"]
        name = last["name"] if last else None
        meetings.setdefault((day, name), Meeting(day, name)).contacts.append(contact)
    return list(meetings.values())


@dataclass(slots=True)
class Gathering:
    """Those who have the viewer's card from one event."""

    receipts: list[Any] = field(default_factory=list)


def by_event(receipts: Iterable[Any]) -> list[Gathering]:
    """Receipts by the event of each, in the order given; those without one together."""
    gatherings: dict[str | None, Gathering] = {}
    for receipt in receipts:
        key = receipt["event"]["id"] if receipt["event"] else None
        gatherings.setdefault(key, Gathering()).receipts.append(receipt)
    return list(gatherings.values())


def work(person: Mapping[str, str | None]) -> str:
    """What a person does, in one line: `Engineering manager, Halden Robotics`, else their headline."""
    parts = [part for part in (person["jobTitle"], person["worksFor"]) if part]
    return ", ".join(parts) or person["headline"] or ""


def audience(affiliation: str) -> str:
    """People of an Affiliation: `GRADUATE_STUDENT` is Graduate students."""
    return _AUDIENCES.get(affiliation, sentence(affiliation))


def country(code: str) -> str:
    """The name of an ISO 3166-1 country."""
    return str(Locale.parse(LOCALE).territories.get(code, code))


def language(tag: str) -> str:
    """The name of the language of a BCP 47 tag."""
    return language_name(tag)


def plural(count: int, one: str, many: str | None = None) -> str:
    """`1 event`, `2 events`, `1,204 events`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 21st."""
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def duration(start: str, end: str) -> str:
    """`45 min`, `2 h`, `1 h 30 min`, `3 days`."""
    minutes = round((datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds() / 60)
    if minutes >= 48 * 60:
        return plural(round(minutes / 1440), "day")
    hours, rest = divmod(minutes, 60)
    return " ".join(
        part for part in (f"{hours} h" if hours else "", f"{rest} min" if rest or not hours else "") if part
    )


def groups(code: str, size: int = 5) -> str:
    """A typed code as people read it aloud: `AB7K2 9QXTM …`."""
    return " ".join(code[start : start + size] for start in range(0, len(code), size))


def initials(name: str) -> str:
    """First letters of the first and last word."""
    words = name.split()
    return "".join(word[0] for word in dict.fromkeys((words[0], words[-1]))).upper() if words else ""


def bare_url(url: str) -> str:
    """`halden.example/arms`: an address as people say it."""
    return url.partition("://")[2].removeprefix("www.").rstrip("/") or url


def sentence(value: str) -> str:
    """An enum value as a word: `INFO_SESSION` is Info session."""
    return value.replace("_", " ").capitalize()


@lru_cache(maxsize=8192)
def _local(moment: str, zone: str) -> datetime:
    return datetime.fromisoformat(moment).astimezone(ZoneInfo(zone))


_AUDIENCES = {
    "STUDENT": "Students",
    "GRADUATE_STUDENT": "Graduate students",
    "ALUMNI": "Alumni",
    "FACULTY": "Faculty",
    "STAFF": "Staff",
    "GUEST": "Guests",
}

FILTERS: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (
        day, days_on, months_on, weeks, localtime, isoformat, written, same_day, local_day, last_day, instant, utc,
        zone_name, by_day, by_own_day,
        by_meeting, by_event, work, audience, country, language, plural, ordinal,
        duration, groups, initials, bare_url, sentence,
    )
}  # fmt: skip
