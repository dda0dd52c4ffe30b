"""A person says yes or no to somebody who scanned them and waits for it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, require_member
from server.badges.answer import both, keep_answer, load, meeting_of, one_receipt, reopen
from server.badges.facts import Pair
from server.badges.save import Touched, save_back
from server.contacts.models import ContactState


async def confirm_save(session: AsyncSession, *, actor: Actor, contact_id: UUID, now: datetime) -> None:
    """Let the owner of a contact that waits for the actor see what their card grants now.

    The owner is saved back where the actor's card says so, and both are mutual where both have agreed. One that no
    longer waits stays as it is. Raises SignInRequired, ScopeMissing, and NotFound for a contact that is not of the
    actor.
    """
    member = require_member(actor)
    row = await one_receipt(session, member.person_id, contact_id)
    facts = await load(session, member.person_id, [row])
    pair: Pair = (row.owner_id, member.person_id)
    contact = facts.contacts.get(pair)

    if contact is None or contact.state is not ContactState.PENDING:
        return

    touched: Touched = {}
    reopen(contact, facts, touched)
    if facts.cards[member.person_id].saves_back and (meeting := meeting_of(row, now)) is not None:
        save_back(meeting, facts, touched, (pair[1], pair[0]), event_id=row.event_id)
    await keep_answer(session, facts, touched, dict.fromkeys(both(pair), row.event_id), now)


async def decline_save(session: AsyncSession, *, actor: Actor, contact_id: UUID, now: datetime) -> None:
    """Say no: the owner of the contact sees nothing of the actor, and that they said so.

    One that no longer waits stays as it is. Raises as `confirm_save` does.
    """
    member = require_member(actor)
    row = await one_receipt(session, member.person_id, contact_id)
    facts = await load(session, member.person_id, [row])
    contact = facts.contacts.get((row.owner_id, member.person_id))

    if contact is None or contact.state is not ContactState.PENDING:
        return

    contact.state, contact.withdrawn_at = ContactState.ACTIVE, now
    await keep_answer(session, facts, {(contact.owner_id, contact.person_id): contact}, {}, now)
