"""Organizers post, change and call off events, by name, as the tests of posting tell it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from conftest import NOW
from sqlalchemy import select

from server.actor import ANONYMOUS, Actor, Member, Program, Scope
from server.campuses.models import CampusAdministrator
from server.db import Database
from server.events.call_off import cancel_event, postpone_event, reschedule_event, restore_event
from server.events.change import change_event
from server.events.create import create_event
from server.events.discard import discard_event
from server.events.duplicate import duplicate_event
from server.events.history import EventAct, EventChange, FieldChange, read_fields
from server.events.keep import version_of
from server.events.models import Event, EventKind, Occurrence
from server.events.publish import publish_event, unpublish_event
from server.organizations.models import Organization, Posting
from server.seed import SeededCampus

TYPED: dict[str, Any] = {
    "name": "Soldering for the stubborn",
    "summary": "Bring something that is broken.",
    "kind": EventKind.WORKSHOP,
    "starts_at": "2026-10-01T18:30",
    "ends_at": "2026-10-01T20:30",
}
"""What an organizer of the Robotics Club in Boston types at least."""


@dataclass
class Posters:
    """A campus on which events are posted."""

    database: Database
    campus: SeededCampus

    def actor(self, key: str | None, *scopes: Scope) -> Actor:
        if key is None:
            return ANONYMOUS
        return Program(self.campus.people[key], frozenset(scopes)) if scopes else Member(self.campus.people[key])

    async def create(self, key: str | None = "eli", *, of: str = "robotics-club", **typed: Any) -> Event:
        given = {**TYPED, **typed}
        async with self.database.write() as session:
            return await create_event(session, actor=self.actor(key), organization=of, given=given, now=NOW)

    async def published(self, **typed: Any) -> Event:
        return await self.publish((await self.create(**typed)).slug)

    async def change(
        self, event: Event, key: str | None = "eli", *, now: datetime = NOW, version: str | None = None, **typed: Any
    ) -> Event:
        """From what was last read, unless `version` says otherwise."""
        version = version or version_of(event)
        async with self.database.write() as session:
            actor = self.actor(key)
            return await change_event(session, actor=actor, slug=event.slug, version=version, given=typed, now=now)

    async def publish(self, slug: str, key: str | None = "eli", *, now: datetime = NOW) -> Event:
        async with self.database.write() as session:
            return await publish_event(session, actor=self.actor(key), slug=slug, now=now)

    async def unpublish(self, slug: str, key: str | None = "eli") -> Event:
        async with self.database.write() as session:
            return await unpublish_event(session, actor=self.actor(key), slug=slug, now=NOW)

    async def duplicate(self, slug: str, key: str | None = "eli") -> Event:
        async with self.database.write() as session:
            return await duplicate_event(session, actor=self.actor(key), slug=slug, now=NOW)

    async def discard(self, slug: str, key: str | None = "eli") -> str:
        async with self.database.write() as session:
            return await discard_event(session, actor=self.actor(key), slug=slug)

    async def cancel(
        self, slug: str, key: str | None = "eli", *, reason: str | None = None, now: datetime = NOW
    ) -> Event:
        async with self.database.write() as session:
            return await cancel_event(session, actor=self.actor(key), slug=slug, reason=reason, now=now)

    async def postpone(self, slug: str, key: str | None = "eli", *, now: datetime = NOW) -> Event:
        async with self.database.write() as session:
            return await postpone_event(session, actor=self.actor(key), slug=slug, reason=None, now=now)

    async def reschedule(self, slug: str, key: str | None = "eli", **times: Any) -> Event:
        async with self.database.write() as session:
            actor = self.actor(key)
            return await reschedule_event(session, actor=actor, slug=slug, times=times, reason=None, now=NOW)

    async def restore(self, slug: str, key: str | None = "eli", *, now: datetime = NOW) -> Event:
        async with self.database.write() as session:
            return await restore_event(session, actor=self.actor(key), slug=slug, now=now)

    async def event(self, slug: str) -> Event:
        async with self.database.read() as session:
            found = await session.scalar(select(Event).where(Event.slug == slug))
        assert found is not None
        return found

    async def history(self, event: Event) -> list[tuple[EventAct, list[FieldChange]]]:
        """The earliest first."""
        changes = select(EventChange.act, EventChange.fields).where(EventChange.event_id == event.id)
        rows = await self.database.rows(changes.order_by(EventChange.at, EventChange.id))
        return [(row.act, read_fields(row.fields)) for row in rows]

    async def occurrences(self, event: Event) -> list[Any]:
        """(starts_at, listed, status)."""
        columns = select(Occurrence.starts_at, Occurrence.listed, Occurrence.status)
        rows = columns.where(Occurrence.event_id == event.id).order_by(Occurrence.starts_at)
        return [tuple(row) for row in await self.database.rows(rows)]

    async def review(self, organization: str = "robotics-club") -> None:
        """The events of this organization are reviewed from now on."""
        async with self.database.write() as session:
            found = await session.get(Organization, self.campus.organizations[organization])
            assert found is not None
            found.posting = Posting.REVIEWED

    async def administrate(self, key: str, campus: str = "boston") -> None:
        async with self.database.write() as session:
            ids = {"campus_id": self.campus.campuses[campus], "person_id": self.campus.people[key]}
            session.add(CampusAdministrator(**ids))
