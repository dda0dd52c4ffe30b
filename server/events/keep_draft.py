"""What somebody types into an event's form is kept as typed until they finish it, whatever is wrong with it."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, Member
from server.errors import FieldError, InvalidInput
from server.events.posting import load_event, load_organization
from server.events.typed_drafts import EventDraft
from server.keys import new_key

MOST_FIELDS = 100
MAX_LENGTH = 100_000
"""Characters of all fields together."""

Typed = Mapping[str, Sequence[str]]
"""By the name of each field what was typed or chosen there."""


async def keep_draft(
    session: AsyncSession, *, actor: Actor, organization: str | None, slug: str | None, typed: Typed, now: datetime
) -> datetime:
    """Keep the form of a new event of `organization`, or of changes to the event `slug`; it replaces what was kept.

    Only whoever typed it sees it. Raises SignInRequired, ScopeMissing, NotFound, NotPermitted, and InvalidInput
    where it is more than a form holds.
    """
    member, organization_id, event_id = await _load(session, actor, organization, slug)

    said = json.dumps({name: list(values) for name, values in typed.items()}, ensure_ascii=False)
    if len(typed) > MOST_FIELDS or len(said) > MAX_LENGTH:
        raise InvalidInput(FieldError(("typed",), "That is more than can be kept. Shorten the description."))

    kept = await session.scalar(select(EventDraft).where(_of(member, organization_id, event_id)).with_for_update())
    if kept is None:
        kept = EventDraft(id=new_key(), person_id=member.person_id, organization_id=organization_id, event_id=event_id)
        session.add(kept)
    kept.typed, kept.updated_at = said, now
    return now


async def forget_draft(
    session: AsyncSession, *, actor: Actor, organization: str | None = None, slug: str | None = None
) -> None:
    """Throw away what was kept; the second time there is nothing. Raises as `keep_draft`."""
    member, organization_id, event_id = await _load(session, actor, organization, slug)

    await session.execute(delete(EventDraft).where(_of(member, organization_id, event_id)))


async def kept_draft(
    session: AsyncSession, member: Member, organization_id: UUID, event_id: UUID | None
) -> tuple[dict[str, list[str]], datetime] | None:
    """What they typed, and when it was kept."""
    kept = await session.scalar(select(EventDraft).where(_of(member, organization_id, event_id)))
    return (json.loads(kept.typed), kept.updated_at) if kept is not None else None


async def _load(
    session: AsyncSession, actor: Actor, organization: str | None, slug: str | None
) -> tuple[Member, UUID, UUID | None]:
    if slug is not None:
        member, event = await load_event(session, actor=actor, slug=slug)
        return member, event.organization_id, event.id
    member, host = await load_organization(session, actor=actor, slug=organization or "")
    return member, host.id, None


def _of(member: Member, organization_id: UUID, event_id: UUID | None) -> ColumnElement[bool]:
    own = (EventDraft.person_id == member.person_id) & (EventDraft.organization_id == organization_id)
    return own & (EventDraft.event_id == event_id if event_id is not None else EventDraft.event_id.is_(None))
