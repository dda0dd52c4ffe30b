"""A person keeps somebody away, or lets them come near again. Nobody is told."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, require_member
from server.errors import NotFound
from server.people.models import Block, Person


async def block_person(session: AsyncSession, *, actor: Actor, person_id: UUID, now: datetime) -> None:
    """From now on `person_id` can't save the actor, and sees of their card what a stranger sees.

    A second time changes nothing. Raises SignInRequired, and NotFound for the actor themselves or for nobody.
    """
    member = require_member(actor)
    # The blocker's row serialises two identical requests: the second finds the first one's block.
    await session.get(Person, member.person_id, with_for_update=True)

    if person_id == member.person_id or await session.get(Person, person_id) is None:
        raise NotFound

    if await session.get(Block, (member.person_id, person_id)) is None:
        await session.execute(insert(Block).values(person_id=member.person_id, blocked_id=person_id, created_at=now))


async def unblock_person(session: AsyncSession, *, actor: Actor, person_id: UUID) -> None:
    """Take a block back; without one, nothing changes. Raises SignInRequired."""
    member = require_member(actor)

    ours = delete(Block).where(Block.person_id == member.person_id, Block.blocked_id == person_id)
    await session.execute(ours)
