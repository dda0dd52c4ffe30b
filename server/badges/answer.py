"""What every answer to who has one's card begins and ends with: the contact is found, locked, and kept."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.badges.facts import Facts, Pair, load_people
from server.badges.save import Meeting, Touched, match_up, widen_grant
from server.contacts.keep import KeptContact, keep, lock
from server.contacts.models import Contact, ContactState, Encounter
from server.contacts.receipts import last_encounter
from server.errors import NotFound
from server.live import person_topic, publish


def reopen(contact: KeptContact, facts: Facts, touched: Touched) -> None:
    """The contact's person agrees, whatever they had taken back; mutual where the other has agreed too."""
    pair = (contact.owner_id, contact.person_id)
    contact.state, contact.withdrawn_at = ContactState.ACTIVE, None
    touched[pair] = contact
    match_up(facts, touched, pair)


def both(pair: Pair) -> tuple[Pair, Pair]:
    """A pair, either way."""
    return pair, (pair[1], pair[0])


def meeting_of(row: Any, now: datetime) -> Meeting | None:
    """The last scan between the two; None where none is known any more."""
    return Meeting(row.encounter_id, row.scanned_at, now) if row.encounter_id is not None else None


async def one_receipt(session: AsyncSession, me: UUID, contact_id: UUID) -> Any:
    """As `found_receipts`. Raises NotFound."""
    rows = await found_receipts(session, me, Contact.id == contact_id)
    if not rows:
        raise NotFound
    return rows[0]


async def found_receipts(session: AsyncSession, me: UUID, which: ColumnElement[bool]) -> Sequence[Any]:
    """Contacts of the actor, each with the last scan between the two."""
    statement = (
        select(
            Contact.id, Contact.owner_id, Encounter.id.label("encounter_id"), Encounter.event_id, Encounter.scanned_at
        )
        .outerjoin(Encounter, Encounter.id == last_encounter(me))
        .where(Contact.person_id == me, which)
    )
    return (await session.execute(statement)).all()


async def load(session: AsyncSession, me: UUID, rows: Sequence[Any]) -> Facts:
    """What the rules look at, as it stands once nobody else can change these contacts."""
    connection, facts = await session.connection(), Facts()
    pairs = {(row.owner_id, me) for row in rows}
    if pairs:
        await lock(connection, pairs)
        await load_people(connection, facts, pairs, {row.event_id for row in rows if row.event_id is not None})
    return facts


async def keep_answer(
    session: AsyncSession,
    facts: Facts,
    touched: Touched,
    granting: Mapping[Pair, UUID | None],
    now: datetime,
) -> None:
    """Write what was touched, after those of `granting`, each with its event, granted what cards grant now."""
    for pair, event_id in granting.items():
        widen_grant(facts, touched, pair, event_id=event_id, now=now)
    contacts = list(touched.values())
    await keep(await session.connection(), encounters=[], contacts=contacts)
    await publish(session, *{person_topic(id_) for kept in contacts for id_ in (kept.owner_id, kept.person_id)})
