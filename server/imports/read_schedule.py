"""A conference's schedule, as frab and pretalx write it, is one event with an agenda and speakers."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from server.events.models import EventKind
from server.imports.answers import Answers
from server.imports.calendar_zones import named
from server.imports.errors import FileUnreadable
from server.imports.facts import Fault, Slot
from server.imports.found import Found
from server.imports.iso_times import IsoTime, NoTime, next_midnight, read_iso
from server.imports.one_event import finished, link, one_event, one_line, uid_of
from server.imports.schedule_talks import Talk, read_talks
from server.imports.series import Series


def read_schedule(schedule: Any, *, zone: ZoneInfo, answers: Answers) -> Found:
    """`schedule` is the JSON object of that name, or what server.imports.schedule_xml made of XML.

    Raises FileUnreadable.
    """
    conference = schedule.get("conference") if isinstance(schedule, dict) else None
    if not isinstance(conference, dict):
        raise FileUnreadable("This schedule names no conference. Export it as schedule.json or schedule.xml again.")
    found = Found()
    there = _zone(conference.get("time_zone_name"), zone, answers, found)
    name = one_line(conference.get("title")) or "Conference"
    uid = uid_of("schedule", one_line(conference.get("acronym")) or name, one_line(schedule.get("base_url")))
    if there is None:
        found.refused_uids.add(uid)
        return found
    faults: list[Fault] = []
    agenda = list(read_talks(schedule, there, faults))
    starts_at, ends_at, whole_days = _span(conference, there, agenda)
    facts = one_event(1, uid, name, starts_at=starts_at, ends_at=ends_at, time_zone=there.key)
    facts.all_day, facts.kind, facts.agenda = whole_days, EventKind.CONFERENCE, agenda
    facts.url = link(conference.get("url")) or link(schedule.get("base_url"))
    facts.refused += faults
    found.series, found.events = [Series(finished(facts), orphan=False)], 1
    return found


def _zone(name: Any, zone: ZoneInfo, answers: Answers, found: Found) -> ZoneInfo | None:
    if not isinstance(name, str) or not name:
        found.floating = True
        return ZoneInfo(answers.zone) if answers.zone else zone
    if name in answers.zones:
        return ZoneInfo(answers.zones[name])
    if (known := named(name)) is None:
        found.unknown_zones.append(name)
        found.refused.append(Fault(1, f"“{name[:60]}” is no time zone known here. Say which one it is."))
    return known


def _span(conference: Talk, zone: ZoneInfo, agenda: list[Slot]) -> tuple[datetime, datetime, bool]:
    """From the first talk to the end of the last; in whole days where there are none. Raises FileUnreadable."""
    if agenda:
        return min(slot.starts_at for slot in agenda), max(slot.ends_at for slot in agenda), False
    try:
        start, end = (read_iso(conference.get(name), zone) for name in ("start", "end"))
    except NoTime as fault:
        raise FileUnreadable("This schedule has no talks and no days, so nobody knows when it is.") from fault
    first = IsoTime(start.at, start.day, start.floating)
    return first.at, next_midnight(end, zone) if end.day else end.at, start.day
