"""Somebody takes a scan back that they made by mistake."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, Scope, require_member
from server.contacts.errors import UndoTooLate
from server.contacts.keep import lock
from server.contacts.models import Contact, Encounter
from server.contacts.notes import Note
from server.errors import FieldError, InvalidInput, NotFound, Refusal
from server.live import booth_topic, person_topic, publish

UNDO_WITHIN = timedelta(hours=24)
"""Since the scan reached the server."""
MAX_UNDONE = 500
"""In one request."""


async def undo_encounter(session: AsyncSession, *, actor: Actor, encounter_id: UUID, now: datetime) -> UUID | None:
    """The key of the actor's contact of whom they scanned, where it stays; None where it came of this scan alone.

    The encounter stays as a fact, with the moment of its undoing. A contact that it made goes on both sides, unless
    they met otherwise too, or its owner wrote something about it or saved it themselves. The second time is answered
    as the first. Raises SignInRequired, ScopeMissing, NotFound for a scan that is not the actor's, and UndoTooLate.
    """
    member = require_member(actor, Scope.SCAN)
    encounter = await session.get(Encounter, encounter_id)
    if encounter is None or encounter.scanner_id != member.person_id:
        raise NotFound
    await lock(await session.connection(), [(encounter.scanner_id, encounter.person_id)])

    if encounter.undone_at is None:
        if now - encounter.received_at > UNDO_WITHIN:
            raise UndoTooLate(int(UNDO_WITHIN.total_seconds() // 3600))
        encounter.undone_at = now
        await session.flush()
        for contact in await _between(session, encounter):
            await _take_back(session, contact)
        booths = () if encounter.booth_id is None else (booth_topic(encounter.booth_id),)
        await publish(session, person_topic(encounter.scanner_id), person_topic(encounter.person_id), *booths)

    mine = select(Contact.id).where(Contact.owner_id == encounter.scanner_id, Contact.person_id == encounter.person_id)
    return await session.scalar(mine)


async def undo_encounters(
    session: AsyncSession, *, actor: Actor, ids: Sequence[UUID], now: datetime
) -> list[UUID | Refusal | None]:
    """As `undo_encounter` for each, in order; one that is refused fails no other. Raises SignInRequired, ScopeMissing,
    and InvalidInput for more than MAX_UNDONE."""
    require_member(actor, Scope.SCAN)
    if len(ids) > MAX_UNDONE:
        raise InvalidInput(FieldError(("ids",), f"Send {MAX_UNDONE} at a time or fewer, not {len(ids)}."))
    answers: list[UUID | Refusal | None] = []
    for id_ in ids:
        try:
            answers.append(await undo_encounter(session, actor=actor, encounter_id=id_, now=now))
        except Refusal as refusal:  # nothing was changed for it
            answers.append(refusal)
    return answers


async def _between(session: AsyncSession, encounter: Encounter) -> Sequence[Any]:
    """The contacts that the two have of each other, with what holds each; nobody writes about them meanwhile."""
    scanner, person = encounter.scanner_id, encounter.person_id
    pair = or_(
        and_(Contact.owner_id == scanner, Contact.person_id == person),
        and_(Contact.owner_id == person, Contact.person_id == scanner),
    )
    await session.execute(select(Contact.id).where(pair).with_for_update())
    own_notes = exists().where(
        Encounter.scanner_id == Contact.owner_id, Encounter.person_id == Contact.person_id, Encounter.note.is_not(None)
    )
    holds = or_(Contact.name.is_not(None), exists().where(Note.contact_id == Contact.id), own_notes)
    # Whoever saves somebody back by hand does so later than the scan came in.
    by_scan = exists().where(
        Encounter.id == Contact.made_by_id,
        Encounter.undone_at.is_not(None),
        Encounter.received_at == Contact.created_at,
    )
    columns = (Contact.id, Contact.owner_id, Contact.person_id, holds.label("holds"), by_scan.label("by_scan"))
    return (await session.execute(select(*columns).where(pair))).all()


async def _take_back(session: AsyncSession, contact: Any) -> None:
    """The contact as it were without what was undone; gone, where nothing else holds it."""
    either = or_(
        and_(Encounter.scanner_id == contact.owner_id, Encounter.person_id == contact.person_id),
        and_(Encounter.scanner_id == contact.person_id, Encounter.person_id == contact.owner_id),
    )
    times = select(func.min(Encounter.scanned_at), func.max(Encounter.scanned_at)).where(
        either, Encounter.undone_at.is_(None)
    )
    first, last = (await session.execute(times)).one()
    if first is not None:
        met = update(Contact).where(Contact.id == contact.id)
        await session.execute(met.values(first_met_at=first, last_met_at=last))
    elif contact.by_scan and not contact.holds:
        await session.execute(delete(Contact).where(Contact.id == contact.id))
        others = and_(Contact.owner_id == contact.person_id, Contact.person_id == contact.owner_id)
        await session.execute(update(Contact).where(others).values(mutual=False))
