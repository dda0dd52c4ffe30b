"""An event is written as calendar programs read it: a VEVENT, and one for each instance that differs (RFC 5545)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Event as VEvent
from icalendar import vCategory, vRecur, vText
from sqlalchemy import Row

from server.errors import Refusal
from server.events.instances import moments
from server.events.models import AttendanceMode, EventStatus
from server.events.recurrence import in_utc, local_start
from server.events.rule import read_rule

_SPECIAL = re.compile(r"[\\;,]")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f\ufeff]")
_STATUS = {
    EventStatus.SCHEDULED: "CONFIRMED",
    EventStatus.RESCHEDULED: "CONFIRMED",
    EventStatus.POSTPONED: "TENTATIVE",
    EventStatus.CANCELLED: "CANCELLED",
}


def words(text: str) -> vText:
    """Text for a property, without the control characters that no calendar may hold."""
    return _Words(_plain(text))


class _Words(vText):
    """Text as it is. The library would take a backslash and an N in it for a line end."""

    def to_ical(self) -> bytes:
        return _SPECIAL.sub(r"\\\g<0>", self).replace("\n", "\\n").encode()


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is; every part may be absent."""

    room: str | None
    name: str | None
    address: str | None
    latitude: float | None
    longitude: float | None
    otherwise: str | None
    """What the calendar it came from wrote."""


def vevents(event: Row[Any], overrides: Iterable[Row[Any]], tags: Sequence[str], *, base_url: str) -> str:
    """The VEVENTs of a row of `server.feeds.read`, with line ends of CRLF; the same text for the same rows."""
    zone = ZoneInfo(event.time_zone)
    overrides = list(overrides)
    once = event.rrule is None and not event.rdates
    same = next((o for o in overrides if once and o.recurrence_id == event.starts_at), None)
    others = [override for override in overrides if override is not same]
    master = _vevent(event, same, tags, zone, base_url)
    # An instance of an event without a rule is one only where its date is named.
    rdates = [*moments(event.rdates), *(o.recurrence_id for o in others if event.rrule is None)]
    _repeat(master, event, sorted(set(rdates)), zone)
    written = [master]
    for override in others:
        instance = _vevent(event, override, tags, zone, base_url)
        instance.add("RECURRENCE-ID", _time(override.recurrence_id, event, zone))
        written.append(instance)
    return "".join(str(one.to_ical(), "utf-8") for one in written)


def _vevent(event: Row[Any], override: Row[Any] | None, tags: Sequence[str], zone: ZoneInfo, base_url: str) -> VEvent:
    def said(name: str) -> Any:
        own = getattr(override, name) if override is not None else None
        return own if own is not None else getattr(event, name)

    starts_at = (override and override.starts_at) or (override and override.recurrence_id) or event.starts_at
    ends_at = (override and override.ends_at) or _end(event, starts_at, zone)
    updated_at = max(event.updated_at, override.updated_at) if override is not None else event.updated_at
    place = _place(event, override)
    written = VEvent()
    written.add("UID", event.uid)
    written.add("DTSTAMP", updated_at.replace(microsecond=0))
    written.add("CREATED", event.created_at.replace(microsecond=0))
    written.add("LAST-MODIFIED", updated_at.replace(microsecond=0))
    written.add("SEQUENCE", max(event.sequence, override.sequence) if override is not None else event.sequence)
    written.add("DTSTART", _time(starts_at, event, zone))
    written.add("DTEND", _time(ends_at, event, zone))
    written.add("SUMMARY", words(said("name")))
    if description := "\n\n".join(filter(None, (_plain(said("summary")), _plain(said("description"))))):
        written.add("DESCRIPTION", words(description))
    if location := _location(place, event.attendance_mode):
        written.add("LOCATION", words(location))
    if place.latitude is not None and place.longitude is not None:
        written.add("GEO", (place.latitude, place.longitude))
    categories = vCategory([])
    categories.cats = [words(word) for word in (event.kind.value.capitalize().replace("_", " "), *tags)]
    written.add("CATEGORIES", categories)
    written.add("STATUS", _STATUS[said("status")])
    written.add("CONTACT", words(event.organization_name))
    written.add("URL", f"{base_url}/events/{event.slug}")
    return written


def _repeat(master: VEvent, event: Row[Any], rdates: Sequence[datetime], zone: ZoneInfo) -> None:
    if event.rrule is not None:
        try:
            read_rule(event.rrule)
        except Refusal:
            return  # a rule without bounds would stall whoever subscribes; the event is listed once here as well
        master.add("RRULE", vRecur.from_ical(event.rrule))
    for name, dates in (("EXDATE", moments(event.exdates)), ("RDATE", rdates)):
        if dates:
            master.add(name, [_time(at, event, zone) for at in dates])


def _time(at: datetime, event: Row[Any], zone: ZoneInfo) -> datetime | date:
    if event.all_day:
        return at.astimezone(zone).date()
    local = at.astimezone(zone)
    # The second of two equal hours can't be told in local time.
    return at if local.fold else local


def _end(event: Row[Any], starts_at: datetime, zone: ZoneInfo) -> datetime:
    length: timedelta = event.ends_at - event.starts_at
    if not event.all_day:
        return starts_at + length
    days = local_start(event.ends_at, zone, True) - local_start(event.starts_at, zone, True)
    return in_utc(local_start(starts_at, zone, True) + days, zone)


def _place(event: Row[Any], override: Row[Any] | None) -> Place:
    """An instance elsewhere takes its whole whereabouts from the override, as in server.events.row."""
    if override is not None and (override.place_id is not None or override.location_text is not None):
        one, room, otherwise = override, override.room, override.location_text
    else:
        one, otherwise = event, event.location_text
        room = (override.room if override is not None else None) or event.room
    return Place(room, one.place_name, one.place_address, one.latitude, one.longitude, otherwise)


def _location(place: Place, mode: AttendanceMode) -> str:
    parts = [_plain(part) for part in (place.room, place.name, place.address) if part]
    written = ", ".join(part.replace("\n", ", ") for part in parts if part) or _plain(place.otherwise or "")
    return written or ("Online" if mode is AttendanceMode.ONLINE else "")


def _plain(text: str) -> str:
    """Without control characters, which no calendar may hold, and with one kind of line end."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
