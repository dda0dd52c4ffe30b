"""When an event is, as its organizer types it: local times of its zone become moments."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from server.errors import FieldError
from server.events.details import camel
from server.events.models import Event
from server.local_time import LocalTimeUnusable, read_day, read_local, typed_local

LONGEST = timedelta(days=31)
MOMENTS = ("starts_at", "ends_at", "door_at", "rsvp_opens_at", "rsvp_closes_at")
_FIELDS = {*MOMENTS, *(f"{name}_fold" for name in MOMENTS), "time_zone", "all_day"}
_DAY = timedelta(days=1)
_MISSING = {"starts_at": "Say when it begins.", "ends_at": "Say when it ends."}


def read_times(event: Event, given: Mapping[str, Any], faults: list[FieldError]) -> dict[str, Any]:
    """The columns that typed times give: what is not in `given` stays, as local time where the zone changes.

    Of whole days the end is the last day, inclusive, as people say it; stored is the moment after it.
    """
    if not _FIELDS & given.keys():
        return {}
    name = given.get("time_zone") or event.time_zone
    if name not in _zones():
        faults.append(FieldError(("timeZone",), f"No time zone is called “{name[:40]}”. Write it as America/New_York."))
        return {}
    reading = _Reading(event, given, ZoneInfo(name), bool(given.get("all_day", event.all_day)), faults)
    read: dict[str, Any] = {moment: reading.moment(moment) for moment in MOMENTS}
    faults += _out_of_order(read, reading.zone, all_day=reading.all_day)
    if reading.all_day and (read["starts_at"] or read["ends_at"]):
        read["door_at"] = None
    return read | {"time_zone": name, "all_day": reading.all_day}


def typed_moment(event: Any, name: str) -> str | None:
    """What an organizer would type for a moment of `event`, `2026-09-24T18:30`; of whole days `2026-09-24`."""
    at: datetime | None = getattr(event, name)
    if at is None:
        return None
    zone = ZoneInfo(event.time_zone)
    if event.all_day and name == "ends_at":
        return typed_local(at - timedelta(microseconds=1), zone).day
    typed = typed_local(at, zone)
    return typed.day if event.all_day and name == "starts_at" else str(typed)


@dataclass(slots=True)
class _Reading:
    event: Event
    given: Mapping[str, Any]
    zone: ZoneInfo
    all_day: bool
    faults: list[FieldError]

    def moment(self, name: str) -> datetime | None:
        stays = name not in self.given
        if stays and self.zone.key == self.event.time_zone and self.all_day == self.event.all_day:
            at: datetime | None = getattr(self.event, name)
            return at
        text = typed_moment(self.event, name) if stays else self.given[name]
        if not text:
            if name in _MISSING:
                self.faults.append(FieldError((camel(name),), _MISSING[name]))
            return None
        try:
            if self.all_day and name in _MISSING:
                day = read_day(text[:10], self.zone)
                return day if name == "starts_at" else _next_day(text[:10], self.zone)
            return read_local(text, self.zone, fold=self._fold(name, stays=stays))
        except LocalTimeUnusable as fault:
            self.faults.append(fault.at(camel(name)))
            return None

    def _fold(self, name: str, *, stays: bool) -> Any:
        if not stays:
            return self.given.get(f"{name}_fold")
        return typed_local(getattr(self.event, name), ZoneInfo(self.event.time_zone)).fold


def _next_day(text: str, zone: ZoneInfo) -> datetime:
    day = datetime.fromisoformat(text).date() + _DAY
    try:
        return read_day(day.isoformat(), zone)
    except LocalTimeUnusable:  # the next day was left out there
        return read_day((day + _DAY).isoformat(), zone)


def _out_of_order(read: Mapping[str, Any], zone: ZoneInfo, *, all_day: bool) -> list[FieldError]:
    begins, ends, doors = read["starts_at"], read["ends_at"], read["door_at"]
    opens, closes = read["rsvp_opens_at"], read["rsvp_closes_at"]
    found = []
    if begins and ends and ends <= begins:
        found.append(FieldError(("endsAt",), _before(begins.astimezone(zone), ends.astimezone(zone), all_day=all_day)))
    elif begins and ends and ends - begins > LONGEST:
        found.append(FieldError(("endsAt",), "That is longer than 31 days. Take a shorter time, or let it repeat."))
    if begins and doors and doors > begins and not all_day:
        found.append(FieldError(("doorAt",), "The doors open after it begins. Take an earlier time, or leave it out."))
    if opens and closes and closes <= opens:
        found.append(FieldError(("rsvpClosesAt",), "That is before answers are taken at all. Take a later time."))
    elif ends and closes and closes > ends:
        found.append(FieldError(("rsvpClosesAt",), "That is after it ends. Take an earlier time, or leave it out."))
    return found


def _before(begins: datetime, ends: datetime, *, all_day: bool) -> str:
    if all_day:
        return "Its last day is before its first. Take a later one."
    if begins.date() != ends.date():
        return f"It ends on {ends.day} {ends:%B}, before it begins on {begins.day} {begins:%B}. Take a later day."
    later = ends + timedelta(hours=12)
    guess = f"Did you mean {later:%H:%M}?" if begins < later and later.date() == ends.date() else "Take a later time."
    relation = "is when it begins" if ends == begins else f"is before {begins:%H:%M}"
    return f"{ends:%H:%M} {relation}. {guess}"


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
