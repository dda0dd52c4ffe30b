"""What an import would do is said before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from server.db import Database
from server.imports.decide import Decided, Fate, decide
from server.imports.found import Found
from server.imports.gone import gone_from
from server.imports.host import Host
from server.imports.known import known
from server.imports.said import ImportedField
from server.imports.series import Series
from server.imports.twins import Twin, twins
from server.organizations.models import Posting

AT_ONCE = 1_000
"""Events that are looked up in one statement."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One event, and what becomes of it."""

    uid: str
    name: str
    starts_at: datetime
    time_zone: str
    all_day: bool
    line: int | None
    """Where it stands in the file; None for one that is gone."""
    changes: tuple[ImportedField, ...] = ()
    own: tuple[ImportedField, ...] = ()
    """What was changed here, and stays although the file says otherwise."""
    twin: Twin | None = None
    slug: str | None = None
    """Of the event that is there."""


@dataclass(slots=True)
class Plan:
    """Every event of a file is in one of these, but for those that are refused."""

    new: list[Planned] = field(default_factory=list)
    duplicates: list[Planned] = field(default_factory=list)
    """New ones that are likely there already."""
    changed: list[Planned] = field(default_factory=list)
    same: int = 0
    ours: list[Planned] = field(default_factory=list)
    """Made here, with the UID that the file has: no file changes them."""
    gone: list[Planned] = field(default_factory=list)
    """Imported before from there, still to come, and no longer in the file."""


async def plan(database: Database, found: Found, *, host: Host, by_file: bool = True, now: datetime) -> Plan:
    """Look, and write nothing: four statements for each thousand events, two more where they have an agenda.

    Only of what came by file something is gone: an address that is not followed yet brought nothing.
    """
    made = Plan()
    async with database.read() as session:
        for first in range(0, len(found.series), AT_ONCE):
            await _some(session, made, found.series[first : first + AT_ONCE], host)
        gone = await gone_from(session, found, host.organization.id, source_id=None, now=now) if by_file else []
    made.gone = [
        Planned(e.uid, e.name, e.starts_at, e.time_zone, e.all_day, None, slug=e.slug)
        for e in (one.event for one in gone)
    ]
    return made


async def _some(session: AsyncSession, made: Plan, series: Sequence[Series], host: Host) -> None:
    organization = host.organization
    there = await known(session, organization.id, series)
    reviewed = organization.posting is Posting.REVIEWED
    decided = [decide(one, there.get(one.master.uid), reviewed=reviewed) for one in series]
    new = [one.series.master for one in decided if one.fate is Fate.NEW]
    same = await twins(session, new, organization_id=organization.id, campus_id=organization.campus_id)
    for one in decided:
        planned = _planned(one, same.get(one.series.master.uid))
        match one.fate:
            case Fate.NEW:
                (made.duplicates if planned.twin else made.new).append(planned)
            case Fate.CHANGED if one.changes or one.own:
                made.changed.append(planned)
            case Fate.OURS:
                made.ours.append(planned)
            case _:
                made.same += 1


def _planned(one: Decided, twin: Twin | None) -> Planned:
    facts = one.series.master
    slug = one.known.event.slug if one.known else None
    when = (facts.starts_at, facts.time_zone, facts.all_day)
    return Planned(facts.uid, facts.name, *when, facts.line, tuple(one.changes), tuple(one.own), twin, slug)
