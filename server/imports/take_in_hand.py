"""Whoever posts for an organization imports for it, and sees what is imported."""

from typing import TypeVar
from uuid import UUID

from server.actor import Actor, Scope, member_with, require_member
from server.db import Database
from server.errors import NotFound
from server.events.posting import load_organization, may_post
from server.imports.host import Host, host_by_slug, host_where
from server.imports.models import ImportDraft, ImportSource
from server.organizations.models import Organization
from server.words import findable

T = TypeVar("T", ImportDraft, ImportSource)


async def importing_host(database: Database, *, actor: Actor, slug: str) -> Host:
    """The organization to import for. Raises SignInRequired, ScopeMissing, NotFound and NotPermitted."""
    async with database.read() as session:
        _member, organization = await load_organization(session, actor=actor, slug=slug)
    host = await host_where(database, Organization.id == organization.id)
    assert host is not None
    return host


async def seen_host(database: Database, *, actor: Actor, slug: str) -> Host | None:
    """The same for looking: None for whoever may not import for it."""
    member = member_with(actor, Scope.POST_EVENTS)
    host = await host_by_slug(database, findable(slug)) if member is not None else None
    if member is None or host is None:
        return None
    async with database.read() as session:
        return host if await may_post(session, host.organization.id, member) else None


async def in_hand(database: Database, kind: type[T], *, actor: Actor, id_: UUID) -> tuple[Host, T]:
    """A preview, or an address that is followed, with whose it is.

    Raises SignInRequired, ScopeMissing, and NotFound also for those who may not import for it.
    """
    member = require_member(actor, Scope.POST_EVENTS)
    async with database.read() as session:
        found = await session.get(kind, id_)
        if found is None or not await may_post(session, found.organization_id, member):
            raise NotFound
    host = await host_where(database, Organization.id == found.organization_id)
    assert host is not None
    return host, found
