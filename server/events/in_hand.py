"""An organizer opens an event to change it, or an organization to post for it: all that the forms there need."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, Member
from server.db import Database
from server.errors import Refusal
from server.events.create import blank, zone_of
from server.events.keep_draft import kept_draft
from server.events.models import Event, EventHost, EventTag
from server.events.policies import POSTING
from server.events.posting import load_organization, read_event
from server.events.publish import is_reviewed
from server.events.reviews import EventReview
from server.organizations.models import Membership, Organization

_NAMED: tuple[Any, ...] = (Organization.slug, Organization.name, Organization.id)


@dataclass(frozen=True, slots=True)
class InHand:
    """An event as its form begins, which may be one of which nothing is said yet."""

    event: Event
    organization: Organization
    tags: Sequence[str]
    co_hosts: Sequence[str]
    """Slugs, in their order."""
    may_host: Sequence[Row[Any]]
    """(slug, name) of those that may be ticked: it has them, or whoever asks posts for them."""
    reviewed: bool
    """Whether publishing it sends it to the reviewers."""
    review: EventReview | None
    typed: dict[str, list[str]] | None
    """What whoever asks typed last, and didn't finish."""
    typed_at: datetime | None


async def event_in_hand(database: Database, *, actor: Actor, slug: str) -> InHand | None:
    """None where there is no such event, or it isn't theirs to change, and for programs without POST_EVENTS."""
    async with database.read() as session:
        try:
            member, event = await read_event(session, actor=actor, slug=slug)
        except Refusal:
            return None
        host = await session.get_one(Organization, event.organization_id)
        return await _in_hand(session, member, event, host, new=False)


async def new_in_hand(database: Database, *, actor: Actor, organization: str, now: datetime) -> InHand | None:
    """An event of which nothing is said yet; None where `actor` doesn't post for that organization."""
    async with database.read() as session:
        try:
            member, host = await load_organization(session, actor=actor, slug=organization)
        except Refusal:
            return None
        event = blank(host, await zone_of(session, host), now)
        return await _in_hand(session, member, event, host, new=True)


async def _in_hand(session: AsyncSession, member: Member, event: Event, host: Organization, *, new: bool) -> InHand:
    tags = select(EventTag.tag).where(EventTag.event_id == event.id).order_by(EventTag.tag)
    named = select(*_NAMED)
    hosts = named.join(EventHost, EventHost.organization_id == Organization.id).where(EventHost.event_id == event.id)
    there = (await session.execute(hosts.order_by(EventHost.position))).all()
    theirs = named.join(Membership, Membership.organization_id == Organization.id)
    theirs = theirs.where(Membership.person_id == member.person_id, Membership.role.in_(POSTING))
    possible = (await session.execute(theirs.order_by(Organization.name_key))).all()
    draft = await kept_draft(session, member, host.id, None if new else event.id)
    return InHand(
        event,
        host,
        tags=(await session.scalars(tags)).all(),
        co_hosts=[row.slug for row in there],
        may_host=[row for row in dict.fromkeys([*there, *possible]) if row.id != host.id],
        reviewed=await is_reviewed(session, host.id, member),
        review=await session.get(EventReview, event.id),
        typed=draft[0] if draft else None,
        typed_at=draft[1] if draft else None,
    )
