"""Organizers let somebody come although the event is for others."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor
from server.attendance.errors import TooManyMessages
from server.attendance.models import EventAdmission
from server.attendance.organizing import load_organized
from server.attendance.tell import in_line, when_and_where
from server.audit.models import Action
from server.audit.record import record
from server.config import Settings
from server.mail.send import send
from server.people.email_address import email_address
from server.people.models import Person
from server.people.throttle import charge, subject

IN_A_DAY = 100
"""By one person."""


async def let_in(
    session: AsyncSession, *, settings: Settings, actor: Actor, occurrence_id: UUID, email: str, now: datetime
) -> None:
    """Let whoever has this address answer for the event, whomever it is for, and write to them. Whether anybody has it
    is not told. The second time they are written to again.

    Raises SignInRequired, ScopeMissing, NotFound, NotPermitted, InvalidInput at `email`, and TooManyMessages.
    """
    member, instance = await load_organized(session, actor=actor, occurrence_id=occurrence_id)

    address = email_address(email, settings.sign_up_domains)
    counted = subject(settings.secret, "let-in-by", member.person_id.hex)
    if until := await charge(session, subject=counted, limit=IN_A_DAY, within=timedelta(days=1), now=now):
        raise TooManyMessages(until)

    person_id = await session.scalar(select(Person.id).where(Person.email == address))
    if person_id is not None:
        admission = select(EventAdmission.person_id).where(
            EventAdmission.event_id == instance.event_id, EventAdmission.person_id == person_id
        )
        if await session.scalar(admission) is None:
            made = {"event_id": instance.event_id, "person_id": person_id, "created_at": now}
            await session.execute(insert(EventAdmission).values(**made))
    detail = {"event": instance.event_id.hex}
    await record(session, actor_id=member.person_id, action=Action.PERSON_LET_IN, detail=detail, now=now)
    await send(
        session,
        secret=settings.secret,
        to=address if person_id is not None else None,
        subject=f"You may come: {in_line(instance.name)}",
        text=(
            "The organizers let you come, whomever it is for otherwise. Say on its page whether you do:\n\n"
            f"{when_and_where(instance, settings)}"
        ),
        now=now,
    )
