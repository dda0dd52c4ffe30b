"""An organizer lets everybody see an event, or takes it back."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, Member
from server.errors import FieldError, InvalidInput
from server.events.facts import Facts, facts_of
from server.events.history import EventAct
from server.events.keep import keep
from server.events.models import Event, Publication
from server.events.posting import load_event, may_review
from server.events.reviews import EventReview
from server.organizations.models import Organization, Posting, TrustedPoster


async def publish_event(session: AsyncSession, *, actor: Actor, slug: str, now: datetime) -> Event:
    """Everybody sees it from now on; where its host's events are reviewed, its reviewers first.

    A second time changes nothing. Raises SignInRequired, ScopeMissing, NotFound, NotPermitted, and InvalidInput
    where it lacks what everybody needs.
    """
    member, event = await load_event(session, actor=actor, slug=slug)

    if event.publication is Publication.PUBLISHED:
        return event
    if not event.summary:
        raise InvalidInput(FieldError(("summary",), "Write one sentence: who should come, and why."))

    before = await facts_of(session, event)
    if await is_reviewed(session, event.organization_id, member):
        await _send_for_review(session, event, before, member, now)
    else:
        await let_out(session, event, before, member, now)
    return event


async def unpublish_event(session: AsyncSession, *, actor: Actor, slug: str, now: datetime) -> Event:
    """Make it a draft again, also one that waits for review; lists and feeds no longer have it.

    A second time changes nothing. Raises SignInRequired, ScopeMissing, NotFound and NotPermitted.
    """
    member, event = await load_event(session, actor=actor, slug=slug)

    before = await facts_of(session, event)
    if event.publication is Publication.PUBLISHED:
        event.published_at = event.published_at or event.created_at
    event.publication = Publication.DRAFT
    await _end_review(session, event)
    await keep(session, event, before=before, member=member, act=EventAct.UNPUBLISHED, now=now)
    return event


async def is_reviewed(session: AsyncSession, organization_id: object, member: Member) -> bool:
    """Whether what this person posts for that organization is looked at first: not where they are trusted."""
    organization = await session.get(Organization, organization_id)
    if organization is None or organization.posting is not Posting.REVIEWED:
        return False
    if await session.get(TrustedPoster, (organization.id, member.person_id)) is not None:
        return False
    return not await may_review(session, organization.id, member)


async def let_out(session: AsyncSession, event: Event, before: Facts, member: Member, now: datetime) -> None:
    """Everybody sees it."""
    event.publication = Publication.PUBLISHED
    event.published_at = event.published_at or now
    await _end_review(session, event)
    await keep(session, event, before=before, member=member, act=EventAct.PUBLISHED, now=now)


async def _send_for_review(session: AsyncSession, event: Event, before: Facts, member: Member, now: datetime) -> None:
    if event.publication is Publication.IN_REVIEW:
        return
    event.publication = Publication.IN_REVIEW
    await _end_review(session, event)
    session.add(EventReview(event_id=event.id, sender_id=member.person_id, sent_at=now))
    await keep(session, event, before=before, member=member, act=EventAct.SENT_FOR_REVIEW, now=now)


async def _end_review(session: AsyncSession, event: Event) -> None:
    await session.execute(delete(EventReview).where(EventReview.event_id == event.id))
