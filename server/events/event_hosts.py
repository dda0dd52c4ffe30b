"""Who holds an event along, who is asked to, and what an organization is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, exists, select

from server.actor import Actor
from server.db import Database, Instant, Key
from server.errors import Refusal
from server.events.host_asks import HostAsk
from server.events.models import Event, EventHost, Occurrence, Publication
from server.events.posting import read_event
from server.organizations.models import Organization

_event = bindparam("event", type_=Key())
_HOSTS = (
    select(Organization.slug, Organization.name)
    .join(EventHost, EventHost.organization_id == Organization.id)
    .where(EventHost.event_id == _event)
    .order_by(EventHost.position, Organization.id)
)
_ASKED = (
    select(Organization.slug, Organization.name, HostAsk.asked_at, HostAsk.declined_at)
    .join(HostAsk, HostAsk.organization_id == Organization.id)
    .where(HostAsk.event_id == _event)
    .order_by(HostAsk.asked_at, Organization.id)
)
_FOR = (
    select(
        Event.slug,
        Event.name,
        Event.summary,
        Event.kind,
        Event.starts_at,
        Event.time_zone,
        Organization.slug.label("organization_slug"),
        Organization.name.label("organization_name"),
        HostAsk.asked_at,
    )
    .join(HostAsk, HostAsk.event_id == Event.id)
    .join(Organization, Organization.id == Event.organization_id)
    .where(HostAsk.organization_id == bindparam("organization", type_=Key()), HostAsk.declined_at.is_(None))
    .order_by(HostAsk.asked_at, Event.id)
    .limit(100)
)

_HELD = (
    select(
        Event.slug,
        Event.name,
        Event.starts_at,
        Event.time_zone,
        Organization.name.label("organization_name"),
    )
    .join(EventHost, EventHost.event_id == Event.id)
    .join(Organization, Organization.id == Event.organization_id)
    .where(
        EventHost.organization_id == bindparam("organization", type_=Key()),
        Event.publication == Publication.PUBLISHED,
        exists().where(Occurrence.event_id == Event.id, Occurrence.ends_at > bindparam("now", type_=Instant())),
    )
    .order_by(Event.starts_at, Event.id)
    .limit(100)
)


@dataclass(frozen=True, slots=True)
class EventHosts:
    slug: str
    name: str
    organization: str
    """Whose event it is, by name."""
    co_hosts: Sequence[Row[Any]]
    asked: Sequence[Row[Any]]


async def event_hosts(database: Database, *, actor: Actor, slug: str) -> EventHosts | None:
    """None where there is no such event, or it isn't theirs to change, and for programs without POST_EVENTS."""
    async with database.read() as session:
        try:
            _member, event = await read_event(session, actor=actor, slug=slug)
        except Refusal:
            return None
        name = (await session.get_one(Organization, event.organization_id)).name
        values = {"event": event.id}
        hosts: Sequence[Any] = (await session.execute(_HOSTS, values)).all()
        asked: Sequence[Any] = (await session.execute(_ASKED, values)).all()
        return EventHosts(event.slug, event.name, name, hosts, asked)


async def host_asks_of(database: Database, organization_id: UUID) -> Sequence[Row[Any]]:
    """What an organization is asked to hold along, the longest waiting first, 100 at most; for those who post for it.

    Drafts too: whoever asks shows them."""
    return await database.rows(_FOR, {"organization": organization_id})


async def held_along_by(database: Database, organization_id: UUID, *, now: datetime) -> Sequence[Row[Any]]:
    """Published events of others that it holds along and that are still to come, by their first start, 100 at most."""
    return await database.rows(_HELD, {"organization": organization_id, "now": now})
