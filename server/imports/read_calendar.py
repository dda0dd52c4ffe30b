"""A calendar file is understood: each VEVENT becomes facts, or a line and the sentence that says why not."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from server.errors import Refusal
from server.events.instances import window
from server.events.recurrence import Meter, starts
from server.events.rule import read_rule
from server.imports.answers import Answers
from server.imports.calendar_file import Calendar, read_calendars
from server.imports.calendar_zones import Zones, named
from server.imports.component import understand
from server.imports.facts import ComponentRefused, Facts, Fault
from server.imports.found import Found
from server.imports.series import Series, gather

MAX_STEPS = 2_000_000
MAX_INSTANCES = 200_000
"""What all rules of one file together may take: some seconds, some hundred megabytes of rows."""


def read_calendar(octets: bytes, *, zone: ZoneInfo, answers: Answers, ask: bool, now: datetime) -> Found:
    """`ask` says that a time zone which nobody knows is refused, and not read in `zone`. Raises CalendarUnreadable."""
    found = Found()
    understood = [
        facts for calendar in read_calendars(octets) for facts in _understood(calendar, zone, answers, ask, found)
    ]
    found.series = gather(understood)
    found.events = len(understood)
    bound(found.series, now)
    return found


def _understood(calendar: Calendar, zone: ZoneInfo, answers: Answers, ask: bool, found: Found) -> Iterator[Facts]:
    own = calendar.properties.get("X-WR-TIMEZONE")
    said = named(own.value) if own is not None else None
    default = ZoneInfo(answers.zone) if answers.zone else said or zone
    zones = Zones(calendar.zones, default=default, of_utc=said or ZoneInfo("UTC"), answers=answers.zones, ask=ask)
    method = calendar.properties.get("METHOD")
    cancelled = method is not None and method.value.strip().upper() == "CANCEL"
    for component in calendar.events:
        try:
            facts = understand(component, zones, cancelled=cancelled)
        except ComponentRefused as refusal:
            found.refused.append(refusal.fault)
            uid = component.first("UID")
            found.refused_uids.add(uid.text.strip() if uid else "")
            if refusal.zone is not None and refusal.zone not in found.unknown_zones:
                found.unknown_zones.append(refusal.zone)
            continue
        found.floating = found.floating or (said is None and facts.floating)
        yield facts


def bound(series: Sequence[Series], now: datetime) -> None:
    """Find out whose rules are too much, alone or together with those before, and say so."""
    meter = Meter(MAX_STEPS, MAX_INSTANCES)
    for facts in (one.master for one in series):
        if facts.rrule is None or not _is_readable(facts.rrule):
            continue
        after, before = window(facts.rrule, now)
        try:
            starts(
                facts.starts_at,
                zone=ZoneInfo(facts.time_zone),
                all_day=facts.all_day,
                rrule=facts.rrule,
                exdates=facts.exdates,
                rdates=facts.rdates,
                after=after,
                before=before,
                meter=meter,
            )
        except Refusal as refusal:
            facts.refused.append(Fault(facts.line, f"{refusal.message} The event is listed once, at its start."))
            if meter.steps < 0 or meter.instances < 0:
                facts.rrule = None  # kept, it would be expanded later, and all such rules together are too much


def _is_readable(rule: str) -> bool:
    try:
        read_rule(rule)
    except Refusal:
        return False
    return True
