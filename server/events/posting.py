"""Whoever posts for an organization takes one of its events in hand: loaded, locked, and theirs to change."""

from uuid import UUID

from sqlalchemy import ColumnElement, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, Member, Scope, require_member
from server.db import Key
from server.errors import NotFound, NotPermitted
from server.events.models import Event, Publication
from server.events.policies import administers, looks_after, posts_for
from server.organizations.models import Organization
from server.words import findable


async def load_event(session: AsyncSession, *, actor: Actor, slug: str) -> tuple[Member, Event]:
    """The event, which nobody else changes until the transaction ends, and who changes it.

    Raises SignInRequired, ScopeMissing, NotFound, and NotPermitted where they see it and don't post for its host.
    """
    require_member(actor, Scope.POST_EVENTS)
    await session.execute(select(Event.id).where(Event.slug == findable(slug)).with_for_update())
    return await read_event(session, actor=actor, slug=slug)


async def read_event(session: AsyncSession, *, actor: Actor, slug: str) -> tuple[Member, Event]:
    """`load_event` for whoever only looks at it: nobody is kept from changing it."""
    member = require_member(actor, Scope.POST_EVENTS)
    event = await session.scalar(select(Event).where(Event.slug == findable(slug)))
    if event is None:
        raise NotFound
    me = _key(member.person_id)
    theirs = or_(posts_for(event.organization_id, me), administers(event.campus_id, me))
    if not await holds(session, theirs):
        raise NotPermitted if event.publication is Publication.PUBLISHED else NotFound
    return member, event


async def load_organization(session: AsyncSession, *, actor: Actor, slug: str) -> tuple[Member, Organization]:
    """The organization for which `actor` posts. Raises SignInRequired, ScopeMissing, NotFound and NotPermitted."""
    member = require_member(actor, Scope.POST_EVENTS)
    organization = await session.scalar(select(Organization).where(Organization.slug == findable(slug)))
    if organization is None:
        raise NotFound
    if not await may_post(session, organization.id, member):
        raise NotPermitted
    return member, organization


async def may_post(session: AsyncSession, organization_id: UUID, member: Member) -> bool:
    return await holds(session, posts_for(organization_id, _key(member.person_id)))


async def may_review(session: AsyncSession, organization_id: UUID, member: Member) -> bool:
    """Whether they look after the campus of that organization."""
    return await holds(session, looks_after(organization_id, _key(member.person_id)))


async def holds(session: AsyncSession, condition: ColumnElement[bool]) -> bool:
    return bool(await session.scalar(select(condition)))


def _key(person_id: UUID) -> ColumnElement[UUID]:
    return literal(person_id, Key())
