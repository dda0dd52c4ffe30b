"""An organizer takes an event as the beginning of another one."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor
from server.events.agenda import AgendaItem, AgendaSpeaker
from server.events.history import EventAct, FieldChange, note
from server.events.materialise import materialise
from server.events.models import Event, EventHost, EventStatus, EventTag, Publication
from server.events.posting import load_event
from server.events.slug import give_slug
from server.keys import new_key

NOT_COPIED = {
    "id", "slug", "uid", "status", "publication", "sequence", "previous_starts_at", "exdates", "rdates",
    "materialised_until", "cancelled_at", "cancel_reason", "published_at", "import_hash", "image_key", "image_alt",
    "created_at", "updated_at",
}  # fmt: skip
"""What belongs to the one that was there: who came, what was changed about it, and its picture's file."""


async def duplicate_event(session: AsyncSession, *, actor: Actor, slug: str, now: datetime) -> Event:
    """A draft that says the same, with the same agenda, tags and hosts, and an address of its own.

    Each call makes another. Raises SignInRequired, ScopeMissing, NotFound and NotPermitted.
    """
    member, event = await load_event(session, actor=actor, slug=slug)

    key = new_key()
    copied = {c.name: getattr(event, c.name) for c in Event.__table__.columns if c.name not in NOT_COPIED}
    copy = Event(
        **copied,
        id=key,
        slug=key.hex,
        uid=str(key),
        status=EventStatus.SCHEDULED,
        publication=Publication.DRAFT,
        sequence=0,
        created_at=now,
        updated_at=now,
    )
    session.add(copy)
    await give_slug(session, copy)
    await _copy_rows(session, event.id, key)
    origin = [FieldChange("name", None, event.name)]
    await note(session, key, actor_id=member.person_id, act=EventAct.CREATED, fields=origin, now=now)
    await materialise(session, copy, now=now)
    return copy


async def _copy_rows(session: AsyncSession, old: UUID, new: UUID) -> None:
    for tag in await session.scalars(select(EventTag.tag).where(EventTag.event_id == old)):
        session.add(EventTag(event_id=new, tag=tag))
    for host in await session.scalars(select(EventHost).where(EventHost.event_id == old)):
        session.add(EventHost(event_id=new, organization_id=host.organization_id, position=host.position))
    items = {item.id: new_key() for item in await session.scalars(select(AgendaItem).where(AgendaItem.event_id == old))}
    for table, key in ((AgendaItem, "id"), (AgendaSpeaker, "agenda_item_id")):
        for row in await session.scalars(select(table).where(getattr(table, key).in_(items))):
            facts = {c.name: getattr(row, c.name) for c in table.__table__.columns}
            facts |= {key: items[facts[key]]} | ({"event_id": new} if table is AgendaItem else {})
            session.add(table(**facts))
        await session.flush()
