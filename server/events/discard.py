"""An organizer throws a draft away that nobody else ever saw."""

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor
from server.events.errors import AlreadyPublished
from server.events.models import Event, Publication
from server.events.posting import load_event
from server.events.search_index import index_event
from server.organizations.models import Organization


async def discard_event(session: AsyncSession, *, actor: Actor, slug: str) -> str:
    """Delete a draft with all that hangs on it; the slug of the organization whose it was.

    Raises SignInRequired, ScopeMissing, NotFound, also the second time, NotPermitted, and AlreadyPublished where
    somebody may have it in a calendar.
    """
    _, event = await load_event(session, actor=actor, slug=slug)

    if event.publication is Publication.PUBLISHED or event.published_at or event.import_hash:
        raise AlreadyPublished

    host = select(Organization.slug).where(Organization.id == event.organization_id)
    organization = await session.scalar(host)
    await session.execute(delete(Event).where(Event.id == event.id), execution_options={"synchronize_session": False})
    session.expunge(event)
    await index_event(session, event.id)
    return str(organization)
