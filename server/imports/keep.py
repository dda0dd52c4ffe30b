"""Imported events are kept: new ones are added, changed ones changed, the others left alone."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.events.instances import as_moments
from server.events.materialise import materialise_many
from server.events.models import Event, EventOverride, EventStatus, EventTag
from server.imports.component import Facts, Fault
from server.imports.series import Series
from server.keys import new_key
from server.organizations.models import Organization
from server.words import fold

_NOT_PLAIN = re.compile("[^a-z0-9]+")
_ORPHAN = "o"
"""Begins the hash of an event that is known only by single instances, until its series arrives."""


@dataclass(slots=True)
class Kept:
    """How many VEVENTs were what."""

    imported: int = 0
    updated: int = 0
    unchanged: int = 0


async def keep(session: AsyncSession, series: Sequence[Series], *, organization: Organization, now: datetime) -> Kept:
    """Keep these series, whose UIDs are distinct, as events of `organization`, and list their instances."""
    events = await _events(session, organization.id, [one.master.uid for one in series])
    new = [one for one in series if one.master.uid not in events]
    keeper = _Keeper(
        session,
        organization,
        now,
        events,
        overrides=await _overrides(session, [event.id for event in events.values()]),
        slugs=await _slugs(session, organization.id, new),
    )
    for one in series:
        await keeper.keep(one)
    await materialise_many(session, list(keeper.changed.values()), now=now)
    return keeper.kept


@dataclass(slots=True)
class _Keeper:
    session: AsyncSession
    organization: Organization
    now: datetime
    events: dict[str, Event]
    """Those that are there, by UID."""
    overrides: dict[UUID, dict[datetime, EventOverride]]
    """Theirs, by event and instance."""
    slugs: dict[str, str]
    """For the new ones, by UID."""
    kept: Kept = field(default_factory=Kept)
    changed: dict[UUID, Event] = field(default_factory=dict)

    async def keep(self, one: Series) -> None:
        self.kept.unchanged += one.older
        event, wanted = self.events.get(one.master.uid), dict(one.overrides)
        if event is not None and event.import_hash is None:
            one.master.notes.append(Fault(one.master.line, "This event was made here, so a file does not change it."))
            self.kept.unchanged += 1 + len(wanted)
            return
        hash_ = _ORPHAN + one.master.digest[1:] if one.orphan else one.master.digest
        if event is not None and one.orphan and not (event.import_hash or "").startswith(_ORPHAN):
            # The series came with another file, so what this file has of it are instances only.
            assert one.master.recurrence is not None
            wanted[one.master.recurrence.at] = one.master
        elif event is None:
            event = Event(id=new_key(), uid=one.master.uid, slug=self.slugs[one.master.uid], created_at=self.now)
            self._write(event, one.master, hash_)
            self.session.add(event)
            self.session.add_all(EventTag(event_id=event.id, tag=tag) for tag in one.master.tags)
            self.kept.imported += 1
        elif event.import_hash != hash_:
            self._write(event, one.master, hash_)
            await self.session.execute(delete(EventTag).where(EventTag.event_id == event.id))
            self.session.add_all(EventTag(event_id=event.id, tag=tag) for tag in one.master.tags)
            self.kept.updated += 1
        else:
            self.kept.unchanged += 1
        await self._instances(event, wanted, only_these=not one.orphan)

    async def _instances(self, event: Event, wanted: dict[datetime, Facts], *, only_these: bool) -> None:
        there = self.overrides.get(event.id, {})
        for at, facts in wanted.items():
            override = there.get(at)
            if override is None:
                self.session.add(self._override(EventOverride(event_id=event.id, recurrence_id=at), facts, event))
                self.kept.imported += 1
            elif override.import_hash != facts.digest:
                self._override(override, facts, event)
                self.kept.updated += 1
            else:
                self.kept.unchanged += 1
                if event.id in self.changed:
                    self._override(override, facts, event)  # it differs from its series in other things now
        for at, override in there.items():
            if only_these and override.import_hash is not None and at not in wanted:
                await self.session.delete(override)
                self._touch(event)

    def _write(self, event: Event, facts: Facts, hash_: str) -> None:
        event.organization_id = self.organization.id
        event.campus_id = self.organization.campus_id
        event.kind = facts.kind
        event.name = facts.name
        event.summary = ""
        event.description = facts.description
        event.location_text = facts.location_text
        event.url = facts.url
        event.online_url = facts.online_url
        event.attendance_mode = facts.attendance_mode
        event.starts_at = facts.starts_at
        event.ends_at = facts.ends_at
        event.all_day = facts.all_day
        event.time_zone = facts.time_zone
        event.rrule = facts.rrule
        event.exdates = as_moments(facts.exdates)
        event.rdates = as_moments(facts.rdates)
        event.status = facts.status
        event.cancelled_at = self.now if facts.status is EventStatus.CANCELLED else None
        event.publication = facts.publication
        event.sequence = max(facts.sequence, event.sequence or 0)
        event.import_hash = hash_
        self._touch(event)

    def _override(self, override: EventOverride, facts: Facts, event: Event) -> EventOverride:
        """What differs from the series; None elsewhere."""
        override.status = facts.status if facts.status is not event.status else None
        override.starts_at, override.ends_at = facts.starts_at, facts.ends_at
        override.name = facts.name if facts.name != event.name else None
        override.description = facts.description if facts.description != event.description else None
        override.location_text = facts.location_text if facts.location_text != event.location_text else None
        override.sequence = max(facts.sequence, override.sequence or 0)
        override.import_hash = facts.digest
        override.updated_at = self.now
        self._touch(event)
        return override

    def _touch(self, event: Event) -> None:
        event.updated_at = self.now
        self.changed[event.id] = event


async def _events(session: AsyncSession, organization: UUID, uids: Sequence[str]) -> dict[str, Event]:
    found = select(Event).where(Event.organization_id == organization, Event.uid.in_(uids))
    return {event.uid: event for event in await session.scalars(found)}


async def _overrides(session: AsyncSession, events: Sequence[UUID]) -> dict[UUID, dict[datetime, EventOverride]]:
    found: dict[UUID, dict[datetime, EventOverride]] = defaultdict(dict)
    for override in await session.scalars(select(EventOverride).where(EventOverride.event_id.in_(events))):
        found[override.event_id][override.recurrence_id] = override
    return found


async def _slugs(session: AsyncSession, organization: UUID, new: Sequence[Series]) -> dict[str, str]:
    """A slug for each new event by its UID: its name and day, and where that is taken a few letters more."""
    wanted = {one.master.uid: slug(one.master) for one in new}
    taken = set(await session.scalars(select(Event.slug).where(Event.slug.in_(wanted.values()))))
    for uid, name in wanted.items():
        if name in taken:
            wanted[uid] = f"{name}-{sha256(f'{organization}{uid}'.encode()).hexdigest()[:10]}"
        taken.add(wanted[uid])
    return wanted


def slug(facts: Facts) -> str:
    """`career-fair-2026-09-24`: the name in plain letters and the local day; `event-…` where it has none."""
    words = _NOT_PLAIN.sub("-", fold(facts.name)).strip("-")[:80].strip("-") or "event"
    return f"{words}-{facts.starts_at.astimezone(ZoneInfo(facts.time_zone)):%Y-%m-%d}"
