"""An operator brings a calendar in: each VEVENT of a file becomes an event of an organization, or is refused with why.

A second import of the same file changes nothing; one of a newer file changes what differs. Events that a newer file no
longer has stay: a file often holds only a part. Text is kept as written, since whoever shows it sanitises it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from server.campuses.models import Campus
from server.db import Database
from server.errors import Refusal
from server.events.instances import window
from server.events.recurrence import Meter, starts
from server.events.rule import read_rule
from server.imports.calendar_file import Calendar, read_calendars
from server.imports.calendar_zones import Zones, named
from server.imports.component import ComponentRefused, Facts, Fault, understand
from server.imports.keep import keep
from server.imports.series import Series, gather
from server.organizations.models import Organization

MAX_STEPS = 2_000_000
MAX_INSTANCES = 200_000
"""What all rules of one file together may take: some seconds, some hundred megabytes of rows."""
_CHUNK = 200
"""Events in one transaction, so that scans are not kept waiting."""

Progress = Callable[[int, int], None]
"""Is told how many events are done, and how many there are."""


class OrganizationUnknown(Refusal):
    """No organization has this slug."""

    def __init__(self, slug: str) -> None:
        super().__init__()
        self.slug = slug
        self.message = f"There is no organization “{slug}”. Its slug is what follows /organizations/ in its address."


@dataclass(slots=True)
class ImportReport:
    """What became of a file. `events` is the sum of `imported`, `updated` and `unchanged`."""

    events: int = 0
    """VEVENTs understood."""
    imported: int = 0
    updated: int = 0
    unchanged: int = 0
    """Also those that a newer VEVENT in the same file supersedes."""
    refused: list[Fault] = field(default_factory=list)
    """What was not taken, by line: whole VEVENTs, and rules and dates of such as were."""
    notes: list[Fault] = field(default_factory=list)
    """What was repaired or assumed, by line."""


async def import_calendar(
    database: Database, *, organization: str, text: bytes, now: datetime, progress: Progress | None = None
) -> ImportReport:
    """Bring in a file for the organization with this slug. Raises OrganizationUnknown, CalendarUnreadable.

    Written in transactions of a few hundred events: where it is broken off, the next import goes on.
    """
    host, zone = await _host(database, organization)
    report = ImportReport()
    understood = [facts for calendar in read_calendars(text) for facts in _understood(calendar, zone, report)]
    series = gather(understood)
    _bound(series, now)
    report.events = len(understood)
    done = 0
    for first in range(0, len(series), _CHUNK):
        some = series[first : first + _CHUNK]
        async with database.write() as session:
            kept = await keep(session, some, organization=host, now=now)
        report.imported += kept.imported
        report.updated += kept.updated
        report.unchanged += kept.unchanged
        done += sum(1 + len(one.overrides) + one.older for one in some)
        if progress is not None:
            progress(done, len(understood))
    for facts in understood:
        report.refused += facts.refused
        report.notes += facts.notes
    report.refused.sort(key=lambda fault: fault.line)
    report.notes.sort(key=lambda fault: fault.line)
    return report


async def _host(database: Database, slug: str) -> tuple[Organization, ZoneInfo]:
    """The organization, and the zone that its floating times are in."""
    async with database.read() as session:
        host = await session.scalar(select(Organization).where(Organization.slug == slug))
        if host is None:
            raise OrganizationUnknown(slug)
        zone = await session.scalar(select(Campus.time_zone).where(Campus.id == host.campus_id))
    return host, ZoneInfo(zone or "UTC")


def _understood(calendar: Calendar, zone: ZoneInfo, report: ImportReport) -> Sequence[Facts]:
    own = calendar.properties.get("X-WR-TIMEZONE")
    said = named(own.value) if own is not None else None
    zones = Zones(calendar.zones, default=said or zone, of_utc=said or ZoneInfo("UTC"))
    method = calendar.properties.get("METHOD")
    cancelled = method is not None and method.value.strip().upper() == "CANCEL"
    found = []
    for component in calendar.events:
        try:
            found.append(understand(component, zones, cancelled=cancelled))
        except ComponentRefused as refusal:
            report.refused.append(refusal.fault)
    return found


def _bound(series: Sequence[Series], now: datetime) -> None:
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
