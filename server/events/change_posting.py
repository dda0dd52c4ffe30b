"""A campus's administrators say whose events they look at before everybody sees them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, Scope, require_member
from server.errors import NotFound, NotPermitted
from server.events.posting import may_review
from server.organizations.models import Organization, Posting, TrustedPoster
from server.words import findable


async def change_posting(
    session: AsyncSession, *, actor: Actor, organization: str, posting: Posting, now: datetime
) -> Organization:
    """Review what this organization posts from now on, or no more; what waits goes on waiting.

    A second time changes nothing. Raises SignInRequired, ScopeMissing, NotFound and NotPermitted.
    """
    found = await _load(session, actor, organization)

    if found.posting is not posting:
        found.posting, found.updated_at = posting, now
    return found


async def end_trust(session: AsyncSession, *, actor: Actor, organization: str, person_id: UUID) -> Organization:
    """Review what this person posts for the organization again. A second time is nothing.

    Raises SignInRequired, ScopeMissing, NotFound and NotPermitted.
    """
    found = await _load(session, actor, organization)

    theirs = (TrustedPoster.organization_id == found.id) & (TrustedPoster.person_id == person_id)
    await session.execute(delete(TrustedPoster).where(theirs))
    return found


async def _load(session: AsyncSession, actor: Actor, slug: str) -> Organization:
    member = require_member(actor, Scope.ADMIN)
    called = select(Organization).where(Organization.slug == findable(slug)).with_for_update()
    found = await session.scalar(called)
    if found is None:
        raise NotFound
    if not await may_review(session, found.id, member):
        raise NotPermitted
    return found
