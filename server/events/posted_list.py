"""An organizer finds what an organization has posted: drafts, what waits for review, and what everybody sees."""

from typing import Any

from sqlalchemy import Row, select

from server.actor import Actor
from server.db import Database
from server.errors import Refusal
from server.events.models import Event, Publication
from server.events.posting import load_organization
from server.organizations.models import Organization
from server.paging import Cursor, Slice, beyond, clamp, one_more, sliced

_COLUMNS: tuple[Any, ...] = (
    Event.id.label("key"), Event.slug, Event.name, Event.kind, Event.starts_at, Event.ends_at, Event.time_zone,
    Event.all_day, Event.status, Event.publication, Event.rrule, Event.updated_at,
)  # fmt: skip

_c = Event.__table__.c


async def organization_in_hand(database: Database, *, actor: Actor, slug: str) -> Organization | None:
    """The organization with this slug; None where `actor` doesn't post for it, and for programs without POST_EVENTS."""
    async with database.read() as session:
        try:
            return (await load_organization(session, actor=actor, slug=slug))[1]
        except Refusal:
            return None


async def posted_events(
    database: Database, organization: Organization, *, first: int, after: str | None, published: bool
) -> Slice[Row[Any]]:
    """What `organization_in_hand` gave has posted: drafts and what waits, or what is published; the latest start first.

    `after` is a cursor of (starts_at, key). Raises InvalidInput.
    """
    clamp(first)
    is_public = Event.publication == Publication.PUBLISHED
    found = select(*_COLUMNS).where(Event.organization_id == organization.id, is_public if published else ~is_public)
    if after is not None:
        found = found.where(beyond(_c.starts_at, _c.id, Cursor.decode(after), descending=True))
    return sliced(await database.rows(one_more(found.order_by(Event.starts_at.desc(), Event.id.desc()), first)), first)
