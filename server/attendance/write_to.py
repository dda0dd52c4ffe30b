"""Organizers write to those who come, or wait for a place: by mail, without seeing anybody's address."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor
from server.attendance.errors import TooManyMessages
from server.attendance.organizing import load_organized
from server.attendance.tell import in_line, when_and_where
from server.audit.models import Action
from server.audit.record import record
from server.config import Settings
from server.errors import FieldError, InvalidInput
from server.events.attendance import Attendance, AttendanceStatus
from server.events.models import Event
from server.mail.send import send_to_each
from server.organizations.models import Organization
from server.people.models import Person
from server.people.throttle import charge, subject

LONGEST = 5000
"""Characters."""
IN_A_DAY = 5
"""For one event."""


async def write_to_attendees(
    session: AsyncSession,
    *,
    settings: Settings,
    actor: Actor,
    occurrence_id: UUID,
    message: str,
    waiting_too: bool = False,
    now: datetime,
) -> int:
    """Queue `message`, plain text of 1 to LONGEST characters, for all who go to an instance, and with `waiting_too` for
    those who wait; to how many. Each call writes again, IN_A_DAY times for an event.

    Raises SignInRequired, ScopeMissing, NotFound, NotPermitted, InvalidInput at `message`, and TooManyMessages.
    """
    member, instance = await load_organized(session, actor=actor, occurrence_id=occurrence_id)

    text = message.replace("\r\n", "\n").strip()
    if not 1 <= len(text) <= LONGEST or not all(letter.isprintable() or letter in "\n\t" for letter in text):
        raise InvalidInput(FieldError(("message",), f"Write plain text of 1 to {LONGEST} characters."))
    counted = subject(settings.secret, "written-for-event", instance.event_id.hex)
    if until := await charge(session, subject=counted, limit=IN_A_DAY, within=timedelta(days=1), now=now):
        raise TooManyMessages(until)

    to = {AttendanceStatus.GOING, *([AttendanceStatus.WAITLISTED] if waiting_too else [])}
    addresses = (
        select(Person.email)
        .join(Attendance, Attendance.person_id == Person.id)
        .where(Attendance.occurrence_id == occurrence_id, Attendance.status.in_(to), Person.email.is_not(None))
    )
    host = select(Organization.name).join(Event, Event.organization_id == Organization.id)
    name = await session.scalar(host.where(Event.id == instance.event_id)) or ""
    letter = (
        f"{text}\n\n-- \n{in_line(name)} writes to everybody who "
        f"{'comes or waits for a place' if waiting_too else 'comes'}:\n\n{when_and_where(instance, settings)}"
        "\nIf you don’t come after all, say so there. Nobody sees your address.\n"
    )
    found = [address for address in await session.scalars(addresses) if address is not None]
    subject_ = in_line(instance.name)
    await send_to_each(session, secret=settings.secret, to=found, subject=subject_, text=letter, now=now)
    detail = {"event": instance.event_id.hex, "to": str(len(found))}
    await record(session, actor_id=member.person_id, action=Action.ATTENDEES_WRITTEN_TO, detail=detail, now=now)
    return len(found)
