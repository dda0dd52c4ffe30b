"""What somebody has as a guest becomes part of their account: every row that leads to the guest leads to them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.badges.booth_codes import BoothVisit
from server.badges.issue import end_badge
from server.badges.models import Badge, BadgeState
from server.contacts.models import Contact, ContactState, Encounter
from server.contacts.notes import Note
from server.contacts.reported import Report
from server.doors.models import CheckIn
from server.events.attendance import Attendance, AttendanceStatus
from server.leads.models import LeadEntry
from server.people.models import Block, Card, Person, SavePolicy

MOVED: tuple[tuple[Any, str], ...] = (
    (Encounter, "person_id"),
    (Encounter, "scanner_id"),
    (CheckIn, "person_id"),
    (LeadEntry, "person_id"),
    (BoothVisit, "person_id"),
    (Report, "reported_id"),
)
"""Rows of which somebody may have any number; what a guest has of others is looked at row by row below. A guest can't
sign in, so of everything else in server/my_data/holdings.py there is none."""


async def merge_guest(session: AsyncSession, *, guest_id: UUID, person_id: UUID, now: datetime) -> None:
    """Let all that the guest has be the person's, and the guest be gone. The caller holds all locks of contacts.

    Where both have something of the same, what the person decided stays, and the more of the two counts: who was going
    goes, who came came. What the guest's badge let others see is bound by the person's card from now on.
    """
    await _forget_each_other(session, guest_id, person_id)
    await _merge_attendances(session, guest_id, person_id)
    await _merge_badges(session, guest_id, person_id, now)
    card = (await session.execute(select(Card).where(Card.person_id == person_id))).scalar_one()
    await _merge_contacts(session, Contact.person_id, guest_id, person_id)
    await _merge_contacts(session, Contact.owner_id, guest_id, person_id)
    await _bind(session, card, guest_id, now)
    await _move_distance(session, guest_id, person_id)
    for column in ("owner_id", "person_id"):
        of_guest = update(Contact).where(getattr(Contact, column) == guest_id)
        await session.execute(of_guest.values({column: person_id}))
    for model, column in MOVED:
        await session.execute(
            update(model).where(getattr(model, column) == guest_id).values({column: person_id}),
            execution_options={"synchronize_session": False},
        )
    await session.execute(delete(Person).where(Person.id == guest_id))


async def _forget_each_other(session: AsyncSession, guest_id: UUID, person_id: UUID) -> None:
    """Nobody meets themselves, though they may have scanned their own badge as a guest."""
    both = [guest_id, person_id]
    await session.execute(delete(Contact).where(Contact.owner_id.in_(both), Contact.person_id.in_(both)))
    await session.execute(delete(Encounter).where(Encounter.scanner_id.in_(both), Encounter.person_id.in_(both)))
    await session.execute(delete(Report).where(Report.reporter_id == person_id, Report.reported_id == guest_id))
    await session.execute(delete(Block).where(Block.person_id == person_id, Block.blocked_id == guest_id))


async def _merge_attendances(session: AsyncSession, guest_id: UUID, person_id: UUID) -> None:
    statement = select(Attendance).where(Attendance.person_id.in_([guest_id, person_id]))
    found = {(row.occurrence_id, row.person_id): row for row in await session.scalars(statement)}
    for (occurrence_id, whose), row in found.items():
        if whose != guest_id:
            continue
        own = found.get((occurrence_id, person_id))
        if own is None:
            row.person_id = person_id
            continue
        came = [at for at in (own.checked_in_at, row.checked_in_at) if at is not None]
        own.checked_in_at = min(came, default=None)
        if row.status is AttendanceStatus.GOING:
            own.status, own.place = AttendanceStatus.GOING, None
        await session.delete(row)
    await session.flush()


async def _merge_badges(session: AsyncSession, guest_id: UUID, person_id: UUID, now: datetime) -> None:
    """The guest's badge is the printed one, so it stays good; another of the same event ends."""
    statement = select(Badge).where(Badge.person_id.in_([guest_id, person_id]), Badge.event_id.is_not(None))
    badges = (await session.scalars(statement.where(Badge.state == BadgeState.ACTIVE))).all()
    held = {badge.event_id for badge in badges if badge.person_id == guest_id}
    for badge in badges:
        if badge.person_id == person_id and badge.event_id in held:
            await end_badge(session, badge, BadgeState.REPLACED, now)
    await session.execute(
        update(Badge).where(Badge.person_id == guest_id).values(person_id=person_id),
        execution_options={"synchronize_session": False},
    )


async def _merge_contacts(session: AsyncSession, of: Any, guest_id: UUID, person_id: UUID) -> None:
    """Where somebody has both, the person's contact stays, with what was written to the guest's."""
    other = Contact.owner_id if of is Contact.person_id else Contact.person_id
    rows = (await session.scalars(select(Contact).where(of.in_([guest_id, person_id]), other.is_not(None)))).all()
    by = {(getattr(row, of.key), getattr(row, other.key)): row for row in rows}
    for (whose, them), row in by.items():
        own = by.get((person_id, them))
        if whose != guest_id or own is None:
            continue
        own.first_met_at = min(own.first_met_at, row.first_met_at)
        own.last_met_at = max(own.last_met_at, row.last_met_at)
        await session.flush()
        await session.execute(update(Note).where(Note.contact_id == row.id).values(contact_id=own.id))
        await session.delete(row)
    await session.flush()


async def _move_distance(session: AsyncSession, guest_id: UUID, person_id: UUID) -> None:
    """Whoever blocked or reported the guest has blocked or reported the person; of two open reports one results."""
    reports = select(Report).where(Report.reported_id.in_([guest_id, person_id]), Report.closed_at.is_(None))
    open_ = {(row.reporter_id, row.reported_id): row for row in await session.scalars(reports)}
    for (reporter, whom), row in open_.items():
        if whom == guest_id and (own := open_.get((reporter, person_id))) is not None:
            own.words = f"{own.words}\n\n{row.words}".strip()
            await session.delete(row)
    await session.flush()
    already = select(Block.person_id).where(Block.blocked_id == person_id)
    await session.execute(delete(Block).where(Block.blocked_id == guest_id, Block.person_id.in_(already)))
    await session.execute(update(Block).where(Block.blocked_id == guest_id).values(blocked_id=person_id))


async def _bind(session: AsyncSession, card: Card, guest_id: UUID, now: datetime) -> None:
    """Whoever saved the guest has the person only as far as the person's card lets it happen."""
    theirs = update(Contact).where(Contact.person_id == guest_id, Contact.withdrawn_at.is_(None))
    if card.saved_by is SavePolicy.NOBODY:
        await session.execute(theirs.values(withdrawn_at=now, mutual=False))
    elif card.saved_by is SavePolicy.CONFIRM:
        await session.execute(theirs.values(state=ContactState.PENDING, granted=0, mutual=False))
    if card.saved_by in (SavePolicy.NOBODY, SavePolicy.CONFIRM):
        await session.execute(update(Contact).where(Contact.owner_id == guest_id).values(mutual=False))
