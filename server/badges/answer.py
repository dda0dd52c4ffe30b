"""A person says yes or no to who scanned them, saves somebody back, or gives back what they had withdrawn."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, require_member
from server.badges.errors import NotSavable
from server.badges.facts import Facts, Pair, load_people
from server.badges.policies import expiry_of
from server.badges.save import Meeting, Touched, match_up, save_back, widen_grant
from server.contacts.keep import KeptContact, keep, lock
from server.contacts.models import Contact, ContactState, Encounter
from server.contacts.receipts import last_encounter
from server.errors import NotFound
from server.live import person_topic, publish


async def confirm_save(session: AsyncSession, *, actor: Actor, contact_id: UUID, now: datetime) -> None:
    """Let the owner of a contact that waits for the actor see what their card grants now.

    The owner is saved back where the actor's card says so, and both are mutual where both have agreed. One that no
    longer waits stays as it is. Raises SignInRequired, ScopeMissing, and NotFound for a contact that is not of the
    actor.
    """
    member = require_member(actor)
    row = await _one(session, member.person_id, contact_id)
    facts = await _load(session, member.person_id, [row])
    pair: Pair = (row.owner_id, member.person_id)
    contact = facts.contacts.get(pair)

    if contact is None or contact.state is not ContactState.PENDING:
        return

    touched: Touched = {}
    _open(contact, facts, touched)
    if facts.cards[member.person_id].saves_back and (meeting := _meeting(row, now)) is not None:
        save_back(meeting, facts, touched, (pair[1], pair[0]), event_id=row.event_id)
    await _keep(session, facts, touched, dict.fromkeys(_both(pair), row.event_id), now)


async def decline_save(session: AsyncSession, *, actor: Actor, contact_id: UUID, now: datetime) -> None:
    """Say no: the owner of the contact sees nothing of the actor, and that they said so.

    One that no longer waits stays as it is. Raises as `confirm_save` does.
    """
    member = require_member(actor)
    row = await _one(session, member.person_id, contact_id)
    facts = await _load(session, member.person_id, [row])
    contact = facts.contacts.get((row.owner_id, member.person_id))

    if contact is None or contact.state is not ContactState.PENDING:
        return

    contact.state, contact.withdrawn_at = ContactState.ACTIVE, now
    await _keep(session, facts, {(contact.owner_id, contact.person_id): contact}, {}, now)


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
    rows = await _found(session, member.person_id, which)
    if contact_id is not None and not rows:
        raise NotFound
    facts = await _load(session, member.person_id, rows)

    touched: Touched = {}
    given: dict[Pair, UUID | None] = {}
    for row in rows:
        contact = facts.contacts.get((row.owner_id, member.person_id))
        if contact is None or contact.state is not ContactState.ACTIVE or contact.withdrawn_at is None:
            continue
        if contact_id is None and contact.withdrawn_at != withdrawn_at:
            continue
        _open(contact, facts, touched)
        if contact.granted == 0:
            given |= dict.fromkeys(_both((row.owner_id, member.person_id)), row.event_id)
        elif contact.expires_at is not None and contact.expires_at <= now:
            contact.expires_at = expiry_of(facts.cards[member.person_id], now=now)

    opened = sum(pair[1] == member.person_id for pair in touched)
    await _keep(session, facts, touched, given, now)
    return opened


async def save_back_by_hand(session: AsyncSession, *, actor: Actor, contact_id: UUID, now: datetime) -> UUID:
    """The key of the actor's contact of somebody who has their card, made by the rules by which a scan saves back.

    The one that is there already stays as it is. Raises SignInRequired, ScopeMissing, NotFound for a contact that is
    not of the actor, and NotSavable where the other's card lets nobody save them, or not here.
    """
    member = require_member(actor)
    row = await _one(session, member.person_id, contact_id)
    facts = await _load(session, member.person_id, [row])
    pair: Pair = (member.person_id, row.owner_id)

    if (there := facts.contacts.get(pair)) is not None:
        return there.id
    meeting = _meeting(row, now)
    touched: Touched = {}
    made = save_back(meeting, facts, touched, pair, event_id=row.event_id) if meeting is not None else None
    if made is None:
        raise NotSavable

    await _keep(session, facts, touched, dict.fromkeys(_both(pair), row.event_id), now)
    return made.id


def _open(contact: KeptContact, facts: Facts, touched: Touched) -> None:
    pair = (contact.owner_id, contact.person_id)
    contact.state, contact.withdrawn_at = ContactState.ACTIVE, None
    touched[pair] = contact
    match_up(facts, touched, pair)


def _both(pair: Pair) -> tuple[Pair, Pair]:
    return pair, (pair[1], pair[0])


def _meeting(row: Any, now: datetime) -> Meeting | None:
    return Meeting(row.encounter_id, row.scanned_at, now) if row.encounter_id is not None else None


async def _one(session: AsyncSession, me: UUID, contact_id: UUID) -> Any:
    rows = await _found(session, me, Contact.id == contact_id)
    if not rows:
        raise NotFound
    return rows[0]


async def _found(session: AsyncSession, me: UUID, which: ColumnElement[bool]) -> Sequence[Any]:
    """Contacts of the actor, each with the last scan between the two."""
    statement = (
        select(
            Contact.id, Contact.owner_id, Encounter.id.label("encounter_id"), Encounter.event_id, Encounter.scanned_at
        )
        .outerjoin(Encounter, Encounter.id == last_encounter(me))
        .where(Contact.person_id == me, which)
    )
    return (await session.execute(statement)).all()


async def _load(session: AsyncSession, me: UUID, rows: Sequence[Any]) -> Facts:
    """What the rules look at, as it stands once nobody else can change these contacts."""
    connection, facts = await session.connection(), Facts()
    pairs = {(row.owner_id, me) for row in rows}
    if pairs:
        await lock(connection, pairs)
        await load_people(connection, facts, pairs, {row.event_id for row in rows if row.event_id is not None})
    return facts


async def _keep(
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
