"""One VEVENT is understood: its facts, or the line and the sentence that say why not.

What other calendar programs put up with is put up with here too; every repair is noted.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from server.errors import Refusal
from server.events.models import AttendanceMode, EventKind, EventStatus, Publication
from server.events.recurrence import in_utc, local_start
from server.events.rule import MAX_LENGTH, Rule, read_rule
from server.imports.calendar_file import Component, Property
from server.imports.calendar_times import Moment, TimeUnreadable, read_duration, read_moment
from server.imports.calendar_zones import Zones, ZoneUnknown
from server.imports.facts import ComponentRefused, Facts, Fault

MAX_DATES = 2_000
"""EXDATEs, and RDATEs, of one event."""
MAX_TAGS = 20

_DAY = timedelta(days=1)
_UTC = ("UTC", "GMT", "Etc/UTC", "Etc/GMT")
_LINK = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_ITEM = re.compile(r"(?:\\.|[^,\\])+", re.DOTALL)
_CONFERENCES = ("CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL")
_UNTIL = re.compile(r"UNTIL=[^;]*")
_KINDS = {
    **{kind.value.lower().replace("_", " "): kind for kind in EventKind},
    "career fair": EventKind.FAIR,
    "talk": EventKind.LECTURE,
    "seminar": EventKind.LECTURE,
    "colloquium": EventKind.LECTURE,
    "information session": EventKind.INFO_SESSION,
    "networking": EventKind.MIXER,
    "training": EventKind.WORKSHOP,
}


def understand(component: Component, zones: Zones, *, cancelled: bool) -> Facts:
    """The facts of a VEVENT. Raises ComponentRefused. `cancelled` says that the calendar calls all of it off."""
    try:
        return _understood(component, zones, cancelled)
    except ZoneUnknown as fault:
        reason = f"“{fault.name[:60]}” is no time zone known here. Say which one it is."
        raise ComponentRefused(component.line, reason, zone=fault.name) from fault


def _understood(component: Component, zones: Zones, cancelled: bool) -> Facts:
    if component.fault is not None:
        raise ComponentRefused(*component.fault)
    written = component.first("DTSTART")
    if written is None:
        raise ComponentRefused(component.line, "This VEVENT has no DTSTART, so nobody knows when it is.")
    start = _required(written, zones)
    zone = _zone(component, start, zones)
    notes = [Fault(written.line, start.note)] if start.note else []
    ends_at = _ends_at(component, start, zones, notes)
    recurrence = component.first("RECURRENCE-ID")
    facts = Facts(
        line=component.line,
        digest=sha256(f"{component.digest()}{zone.key}{cancelled}".encode()).hexdigest(),
        uid=_uid(component, written),
        sequence=_sequence(component),
        stamp=_text(component, "DTSTAMP")[:16],
        recurrence=_required(recurrence, zones) if recurrence else None,
        and_future=bool(recurrence and recurrence.parameters.get("RANGE", "").upper() == "THISANDFUTURE"),
        starts_at=start.at,
        ends_at=ends_at,
        all_day=start.day,
        time_zone=zone.key,
        floating=start.floating,
        notes=notes,
    )
    if recurrence is None:
        _recurrence(component, facts, start, zones)
    else:
        _only_once(component, facts)
    _words(component, facts)
    _state(component, facts, cancelled)
    return facts


def _required(written: Property, zones: Zones) -> Moment:
    try:
        return read_moment(written, zones)
    except TimeUnreadable as fault:
        raise ComponentRefused(written.line, str(fault)) from fault


def _zone(component: Component, start: Moment, zones: Zones) -> ZoneInfo:
    # A single event in UTC is told in local time; a series keeps its hours in UTC, as its author's program does.
    if start.zone.key in _UTC and not component.first("RRULE", "RDATE"):
        return zones.default
    return start.zone


def _uid(component: Component, start: Property) -> str:
    uid = _text(component, "UID").strip()
    if 0 < len(uid) <= 255:
        return uid
    name = _text(component, "SUMMARY").strip() or component.digest()
    return sha256((uid or f"{start.value}\n{name}").encode("utf-8", "replace")).hexdigest()


def _sequence(component: Component) -> int:
    text = _text(component, "SEQUENCE").strip()
    return min(int(text), 2**31 - 1) if re.fullmatch(r"[0-9]{1,12}", text) else 0


def _ends_at(component: Component, start: Moment, zones: Zones, notes: list[Fault]) -> datetime:
    """Exclusive. What can't be is repaired: a day lasts a day, anything else no time at all."""
    least = in_utc(local_start(start.at, start.zone, True) + _DAY, start.zone) if start.day else start.at
    written = component.first("DTEND", "DURATION")
    if written is None:
        return least
    try:
        if written.name == "DURATION":
            ends_at = _after(start, read_duration(written))
        else:
            end = read_moment(written, zones)
            ends_at = _midnight(end, start.zone) if start.day else end.at
    except TimeUnreadable as fault:
        notes.append(Fault(written.line, f"{fault} The event was given no end."))
        return least
    if ends_at < start.at:
        notes.append(Fault(written.line, "It ends before it begins. The event was given no end."))
    return max(least, ends_at)


def _after(start: Moment, length: timedelta) -> datetime:
    if not start.day:
        return start.at + length
    days = timedelta(days=-(-length // _DAY))
    return in_utc(local_start(start.at, start.zone, True) + days, start.zone)


def _midnight(end: Moment, zone: ZoneInfo) -> datetime:
    """The end of a whole-day event: the midnight at or after `end`."""
    first = in_utc(local_start(end.at, zone, True), zone)
    return first if end.day or first >= end.at else in_utc(local_start(end.at, zone, True) + _DAY, zone)


def _recurrence(component: Component, facts: Facts, start: Moment, zones: Zones) -> None:
    facts.exdates = list(_dates(component, "EXDATE", facts, start, zones))
    facts.rdates = list(_dates(component, "RDATE", facts, start, zones))
    rules = component.all("RRULE")
    for written in (*rules[1:], *component.all("EXRULE")):
        facts.refused.append(Fault(written.line, f"This second rule ({written.name}) is left out; one is read."))
    if not rules:
        return
    written = rules[0]
    parts = written.text.strip().upper().removeprefix("RRULE:").split(";")
    text = ";".join(part for part in parts if "=" in part)  # some programs leave words of their own in it
    try:
        facts.rrule = _with_until(text, read_rule(text), start, ZoneInfo(facts.time_zone))
    except Refusal as refusal:
        facts.rrule = text if len(text) <= MAX_LENGTH else None
        facts.refused.append(Fault(written.line, f"{refusal.message} The event is listed once, at its start."))


def _only_once(component: Component, facts: Facts) -> None:
    for name in ("RRULE", "RDATE", "EXDATE"):
        if (written := component.first(name)) is not None:
            facts.notes.append(Fault(written.line, f"{name} is left out: with a RECURRENCE-ID this is one instance."))


def _with_until(text: str, rule: Rule, start: Moment, zone: ZoneInfo) -> str:
    """The rule with its UNTIL as RFC 5545 wants it: a day for whole days, else UTC."""
    until = rule.until
    if until is None:
        return text
    if start.day:
        return _UNTIL.sub(f"UNTIL={until:%Y%m%d}", text)
    if not isinstance(until, datetime):
        until = in_utc(datetime(until.year, until.month, until.day), zone)  # noqa: DTZ001
    elif until.tzinfo is None and start.floating:
        until = in_utc(until, zone)
    return _UNTIL.sub(f"UNTIL={until:%Y%m%dT%H%M%SZ}", text)


def _dates(component: Component, name: str, facts: Facts, start: Moment, zones: Zones) -> Iterator[datetime]:
    """The moments of all EXDATEs or RDATEs. A day on a timed event means the event's hour on that day."""
    left, zone = MAX_DATES, ZoneInfo(facts.time_zone)
    hour = local_start(start.at, zone, start.day).time()
    for written in component.all(name):
        for item in filter(None, map(str.strip, written.value.split(","))):
            left -= 1
            if left < 0:
                facts.refused.append(Fault(written.line, f"Only the first {MAX_DATES:,} dates of {name} were taken."))
                return
            try:
                moment = read_moment(written, zones, value=item.partition("/")[0])  # a PERIOD begins with its start
            except TimeUnreadable as fault:
                facts.refused.append(Fault(written.line, f"{fault} This date was left out."))
                continue
            if start.day or moment.day:
                yield in_utc(datetime.combine(moment.date, hour), zone)
            else:
                yield moment.at


def _words(component: Component, facts: Facts) -> None:
    facts.name = " ".join(_text(component, "SUMMARY").split())[:300] or "Untitled event"
    facts.description = _text(component, "DESCRIPTION").strip()
    facts.url = _link(_text(component, "URL"))
    location = _text(component, "LOCATION").strip()
    conferences = (_link(_text(component, name)) for name in _CONFERENCES)
    is_link = _LINK.fullmatch(location) is not None
    facts.online_url = _link(location) if is_link else next(filter(None, conferences), None)
    facts.location_text = None if is_link else location[:2_000] or None
    if facts.online_url is not None:
        facts.attendance_mode = AttendanceMode.MIXED if facts.location_text else AttendanceMode.ONLINE
    categories = [item for written in component.all("CATEGORIES") for item in _items(written)]
    facts.kind = next((_KINDS[item] for item in categories if item in _KINDS), EventKind.MEETUP)
    facts.tags = sorted({item[:60].strip() for item in categories})[:MAX_TAGS]


def _state(component: Component, facts: Facts, cancelled: bool) -> None:
    if cancelled or _text(component, "STATUS").strip().upper() == "CANCELLED":
        facts.status = EventStatus.CANCELLED
    written = component.first("CLASS")
    if written is not None and written.value.strip().upper() not in ("PUBLIC", ""):
        facts.publication = Publication.DRAFT
        facts.notes.append(Fault(written.line, "It is not public, so it is a draft that only its organizers see."))


def _items(written: Property) -> Iterator[str]:
    for item in _ITEM.findall(written.value):
        text = Property(written.line, written.name, written.parameters, item).text
        if plain := " ".join(text.lower().split()):
            yield plain


def _link(text: str) -> str | None:
    match = _LINK.search(text)
    return match[0] if match and len(match[0]) <= 1000 else None


def _text(component: Component, name: str) -> str:
    found = component.first(name)
    return found.text if found is not None else ""
