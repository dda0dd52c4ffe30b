"""A person gives back what they had withdrawn."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, require_member
from server.badges.answer import both, found_receipts, keep_answer, load, reopen
from server.badges.facts import Pair
from server.badges.policies import expiry_of
from server.badges.save import Touched
from server.contacts.models import Contact, ContactState
from server.errors import NotFound


async def give_back(
    session: AsyncSession,
    *,
    actor: Actor,
    contact_id: UUID | None = None,
    withdrawn_at: datetime | None = None,
    now: datetime,
) -> int:
    """To how many the actor gives back what was granted before they withdrew it: to the owner of one contact, or to
    all from whom they withdrew at one moment.

    A grant that has ended by its date begins anew; where nothing was ever granted, it is what the card grants now.
    What is not withdrawn stays as it is. Raises SignInRequired, ScopeMissing, and NotFound where there is no such
    contact.
    """
    member = require_member(actor)
    which = Contact.id == contact_id if contact_id is not None else Contact.withdrawn_at == withdrawn_at
    rows = await found_receipts(session, member.person_id, which)
    if contact_id is not None and not rows:
        raise NotFound
    facts = await load(session, member.person_id, rows)

    touched: Touched = {}
    given: dict[Pair, UUID | None] = {}
    for row in rows:
        contact = facts.contacts.get((row.owner_id, member.person_id))
        if contact is None or contact.state is not ContactState.ACTIVE or contact.withdrawn_at is None:
            continue
        if contact_id is None and contact.withdrawn_at != withdrawn_at:
            continue
        reopen(contact, facts, touched)
        if contact.granted == 0:
            given |= dict.fromkeys(both((row.owner_id, member.person_id)), row.event_id)
        elif contact.expires_at is not None and contact.expires_at <= now:
            contact.expires_at = expiry_of(facts.cards[member.person_id], now=now)

    opened = sum(pair[1] == member.person_id for pair in touched)
    await keep_answer(session, facts, touched, given, now)
    return opened
