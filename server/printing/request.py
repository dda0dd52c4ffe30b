"""An organizer asks for badges on paper; some process makes them, and the organizer looks how far it is."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, require_member
from server.attendance.organizing import require_organizer
from server.audit.models import Action
from server.audit.record import record
from server.badges.issue import address_of
from server.badges.models import Badge, BadgeState
from server.badges.token import TOKEN_OCTETS
from server.config import Settings
from server.errors import FieldError, InvalidInput
from server.events.models import Event
from server.keys import new_key
from server.live import publish
from server.people.models import Person
from server.printing.code import square
from server.printing.design import Design, checked
from server.printing.errors import NothingToPrint, TooManyPrints
from server.printing.layout import front
from server.printing.models import PrintedBadge, PrintJob, PrintState
from server.printing.printed import printed_at
from server.printing.topics import PRINTS, print_topic

MOST_OPEN = 5
MOST = 20_000
"""Badges of one print: ten minutes of work."""


class PrintWho(StrEnum):
    """Whose badges are printed."""

    ALL = "ALL"
    NOT_PRINTED = "NOT_PRINTED"
    CHOSEN = "CHOSEN"


async def request_print(
    session: AsyncSession,
    *,
    settings: Settings,
    actor: Actor,
    event_id: UUID,
    design: Design,
    who: PrintWho,
    badges: Sequence[UUID] = (),
    now: datetime,
) -> PrintJob:
    """A print of the active badges that an event has now: one issued later is not in it. A second time is another one.

    `badges` are those of CHOSEN; others' are left out. Raises SignInRequired, ScopeMissing, NotFound, NotPermitted,
    InvalidInput, StockTooSmall, NothingToPrint, and TooManyPrints.
    """
    member = require_member(actor)
    await require_organizer(session, member, event_id)
    # Two requests at once would both count MOST_OPEN - 1.
    await session.execute(select(Event.id).where(Event.id == event_id).with_for_update())

    design = checked(design)
    require_room(settings, design)
    if len(badges) > MOST:
        raise InvalidInput(FieldError(("badges",), f"Choose {MOST} badges or fewer."))
    chosen = (await session.scalars(_chosen(event_id, who, badges))).all()
    if not chosen:
        raise NothingToPrint
    unfinished = PrintJob.state.in_((PrintState.WAITING, PrintState.MAKING))
    asked = select(func.count()).select_from(PrintJob).where(PrintJob.event_id == event_id, unfinished)
    if (await session.scalar(asked) or 0) >= MOST_OPEN:
        raise TooManyPrints

    job = PrintJob(
        id=new_key(),
        event_id=event_id,
        requested_by_id=member.person_id,
        requested_at=now,
        design=design.written(),
        state=PrintState.WAITING,
        total=len(chosen),
    )
    session.add(job)
    await session.flush()
    rows = [{"job_id": job.id, "position": place, "badge_id": badge} for place, badge in enumerate(chosen)]
    await session.execute(insert(PrintedBadge), rows)
    detail = {"event": str(event_id), "badges": str(len(chosen))}
    await record(session, actor_id=member.person_id, action=Action.BADGES_PRINTED, detail=detail, now=now)
    await publish(session, PRINTS, print_topic(event_id))
    return job


def require_room(settings: Settings, design: Design) -> None:
    """Raises StockTooSmall where the codes of this installation don't fit."""
    _, modules = square(address_of(settings, bytes(range(TOKEN_OCTETS))))
    front(design, modules=modules)


def _chosen(event_id: UUID, who: PrintWho, badges: Sequence[UUID]) -> Select[Any]:
    found = (
        select(Badge.id)
        .join(Person, Person.id == Badge.person_id)
        .where(Badge.event_id == event_id, Badge.state == BadgeState.ACTIVE)
        .order_by(func.lower(func.coalesce(Person.family_name, Person.name)), Badge.id)
        .limit(MOST)
    )
    if who is PrintWho.NOT_PRINTED:
        return found.where(printed_at(Badge.id).is_(None))
    return found.where(Badge.id.in_(badges)) if who is PrintWho.CHOSEN else found
