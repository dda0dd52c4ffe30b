"""Organizers look at a table of guests without accounts, and bring them into an event."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, Member, require_member
from server.attendance.organizing import require_organizer
from server.attendance.seats import event_of, lock
from server.audit.models import Action
from server.audit.record import record
from server.badges.bring_in import bring_in
from server.badges.guest_table import MAX_LETTERS, GuestField, GuestTable, known_by, read_guests
from server.badges.models import Guest
from server.badges.newcomer import Newcomer
from server.errors import FieldError, InvalidInput, NotFound
from server.events.models import Event
from server.imports.errors import FileUnreadable
from server.keys import new_key
from server.people.models import Person
from server.words import fold


@dataclass(frozen=True, slots=True)
class Brought:
    made: int
    slug: str
    """Of the event."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a table of guests would do."""

    table: GuestTable
    new: list[Newcomer]
    already: int
    """How many of the table are guests of the event, by address or else by name."""
    member: Member
    event_id: UUID


async def look_at_guests(
    session: AsyncSession,
    *,
    actor: Actor,
    occurrence_id: UUID,
    text: str,
    columns: Mapping[GuestField, str] | None = None,
) -> Look:
    """What `text`, a table, would bring in. Nothing is kept of it.

    Raises SignInRequired, ScopeMissing, NotFound, NotPermitted, and InvalidInput at `file`.
    """
    member = require_member(actor)
    event_id = await event_of(session, occurrence_id)
    if event_id is None:
        raise NotFound
    await require_organizer(session, member, event_id)

    if not text.strip():
        raise InvalidInput(FieldError(("file",), "Choose a table, or paste one: a line of headings, then a line each."))
    if len(text) > MAX_LETTERS:
        raise InvalidInput(FieldError(("file",), f"Take a table of {MAX_LETTERS:,} characters or fewer, or split it."))
    try:
        table = read_guests(text, columns)
    except FileUnreadable as fault:
        raise InvalidInput(FieldError(("file",), fault.message)) from fault

    known = await _known(session, event_id)
    new = [guest for _, guest in table.guests if known_by(guest) not in known]
    return Look(table, new, len(table.guests) - len(new), member, event_id)


async def bring_guests(
    session: AsyncSession,
    *,
    secret: bytes,
    actor: Actor,
    occurrence_id: UUID,
    text: str,
    columns: Mapping[GuestField, str] | None = None,
    now: datetime,
) -> Brought:
    """Bring in whoever of the table is not yet a guest of the event, each with a badge; how many. Lines with faults are
    left out, so the same table a second time brings nobody, and a mended one the others. Raises as `look_at_guests`."""
    event_id = await event_of(session, occurrence_id)
    if event_id is not None:
        await lock(session, [event_id])
    look = await look_at_guests(session, actor=actor, occurrence_id=occurrence_id, text=text, columns=columns)

    newcomers = [(new_key(), guest) for guest in look.new]
    of = {"event_id": look.event_id, "occurrence_id": occurrence_id}
    await bring_in(session, secret=secret, **of, newcomers=newcomers, now=now)
    if newcomers:
        detail = {"event": look.event_id.hex, "how": "TABLE", "to": str(len(newcomers))}
        who = look.member.person_id
        await record(session, actor_id=who, action=Action.GUEST_BROUGHT_IN, detail=detail, now=now)
    slug = (await session.execute(select(Event.slug).where(Event.id == look.event_id))).scalar_one()
    return Brought(len(newcomers), slug)


async def _known(session: AsyncSession, event_id: UUID) -> set[str]:
    """By what the guests of an event are told apart; one with an address also by the name, where a table has none."""
    rows = await session.execute(
        select(Guest.email, Person.name).join(Person, Person.id == Guest.person_id).where(Guest.event_id == event_id)
    )
    return {known for row in rows for known in (row.email, fold(row.name)) if known}
