"""A person saves somebody back who has their card."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, require_member
from server.badges.answer import both, keep_answer, load, meeting_of, one_receipt
from server.badges.errors import NotSavable
from server.badges.facts import Pair
from server.badges.save import Touched, save_back


async def save_back_by_hand(session: AsyncSession, *, actor: Actor, contact_id: UUID, now: datetime) -> UUID:
    """The key of the actor's contact of somebody who has their card, made by the rules by which a scan saves back.

    The one that is there already stays as it is. Raises SignInRequired, ScopeMissing, NotFound for a contact that is
    not of the actor, and NotSavable where the other's card lets nobody save them, or not here.
    """
    member = require_member(actor)
    row = await one_receipt(session, member.person_id, contact_id)
    facts = await load(session, member.person_id, [row])
    pair: Pair = (member.person_id, row.owner_id)

    if (there := facts.contacts.get(pair)) is not None:
        return there.id
    meeting = meeting_of(row, now)
    touched: Touched = {}
    made = save_back(meeting, facts, touched, pair, event_id=row.event_id) if meeting is not None else None
    if made is None:
        raise NotSavable

    await keep_answer(session, facts, touched, dict.fromkeys(both(pair), row.event_id), now)
    return made.id
