"""A campus's administrators look at an event before everybody sees it: they let it out, or send it back with why."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, Member
from server.config import Settings
from server.errors import FieldError, InvalidInput, NotPermitted
from server.events.details import read_reason
from server.events.errors import NotInReview
from server.events.facts import facts_of
from server.events.history import EventAct
from server.events.keep import keep
from server.events.models import Event, Publication
from server.events.posting import load_event, may_review
from server.events.publish import let_out
from server.events.reviews import EventReview
from server.mail.send import send
from server.organizations.models import TrustedPoster
from server.people.models import Person


async def approve_event(session: AsyncSession, *, actor: Actor, slug: str, trust: bool = False, now: datetime) -> Event:
    """Everybody sees it from now on. `trust`: what its sender posts for that organization is no longer reviewed.

    Raises SignInRequired, ScopeMissing, NotFound, NotPermitted, and NotInReview, also the second time.
    """
    member, event = await _load(session, actor, slug)

    review = await session.get(EventReview, event.id)
    sender = review.sender_id if review is not None else None
    if trust and sender is not None and await session.get(TrustedPoster, (event.organization_id, sender)) is None:
        session.add(TrustedPoster(organization_id=event.organization_id, person_id=sender, trusted_at=now))
    await let_out(session, event, await facts_of(session, event), member, now)
    return event


async def send_back_event(
    session: AsyncSession, *, settings: Settings, actor: Actor, slug: str, reason: str | None, now: datetime
) -> Event:
    """Make it a draft again, with a reason that those who post it read, and that its sender is mailed.

    Raises SignInRequired, ScopeMissing, NotFound, NotPermitted, InvalidInput, and NotInReview, also the second time.
    """
    member, event = await _load(session, actor, slug)

    words = read_reason(reason, "reason")
    if words is None:
        raise InvalidInput(FieldError(("reason",), "Say what to change, so that they can."))

    before = await facts_of(session, event)
    event.publication = Publication.DRAFT
    review = await session.get(EventReview, event.id)
    if review is not None:
        review.sent_back_at, review.reason = now, words
        await _mail(session, settings, event, review, now)
    await keep(session, event, before=before, member=member, act=EventAct.SENT_BACK, words=words, now=now)
    return event


async def _load(session: AsyncSession, actor: Actor, slug: str) -> tuple[Member, Event]:
    member, event = await load_event(session, actor=actor, slug=slug)
    if not await may_review(session, event.organization_id, member):
        raise NotPermitted
    if event.publication is not Publication.IN_REVIEW:
        raise NotInReview
    return member, event


async def _mail(session: AsyncSession, settings: Settings, event: Event, review: EventReview, now: datetime) -> None:
    address = await session.scalar(select(Person.email).where(Person.id == review.sender_id))
    name = " ".join(event.name.split())
    await send(
        session,
        secret=settings.secret,
        to=address,
        subject=f"Sent back: {name}",
        text=(
            f"The campus office looked at {name}, and asks you to change something before everybody sees it:\n\n"
            f"{review.reason}\n\n"
            "It is a draft again. Change it here, and send it once more:\n"
            f"{settings.base_url}/events/{event.slug}/edit\n"
        ),
        now=now,
    )
