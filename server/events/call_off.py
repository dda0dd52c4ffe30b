"""An organizer calls an event off, for good or for now, or takes that back. It is never deleted: calendars are told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor
from server.errors import FieldError, InvalidInput
from server.events.change import move_agenda
from server.events.details import read_reason
from server.events.errors import AlreadyOver
from server.events.facts import facts_of
from server.events.fill_in import fill_in
from server.events.history import EventAct
from server.events.keep import keep
from server.events.models import Event, EventStatus
from server.events.posting import load_event


async def cancel_event(session: AsyncSession, *, actor: Actor, slug: str, reason: str | None, now: datetime) -> Event:
    """It does not take place. It stays where it was, marked so; calendars get STATUS:CANCELLED.

    `reason` is for everybody who sees it. A second time only changes the reason. Raises SignInRequired,
    ScopeMissing, NotFound, NotPermitted, AlreadyOver and InvalidInput.
    """
    member, event = await load_event(session, actor=actor, slug=slug)

    words = read_reason(reason, "reason")
    _still_to_come(event, now)

    before = await facts_of(session, event)
    event.cancelled_at = event.cancelled_at or now
    event.status, event.cancel_reason = EventStatus.CANCELLED, words
    await keep(session, event, before=before, member=member, act=EventAct.CANCELLED, words=words, now=now)
    return event


async def postpone_event(session: AsyncSession, *, actor: Actor, slug: str, reason: str | None, now: datetime) -> Event:
    """It is put off, and nobody knows yet until when. A second time changes nothing.

    Raises SignInRequired, ScopeMissing, NotFound, NotPermitted, AlreadyOver and InvalidInput.
    """
    member, event = await load_event(session, actor=actor, slug=slug)

    words = read_reason(reason, "reason")
    _still_to_come(event, now)

    before = await facts_of(session, event)
    _stand(event, EventStatus.POSTPONED)
    await keep(session, event, before=before, member=member, act=EventAct.POSTPONED, words=words, now=now)
    return event


async def reschedule_event(
    session: AsyncSession, *, actor: Actor, slug: str, times: Mapping[str, Any], reason: str | None, now: datetime
) -> Event:
    """It takes place at another time; `times` as `fill_in` reads them. Doors and agenda move along.

    The same time a second time changes nothing. Raises SignInRequired, ScopeMissing, NotFound, NotPermitted, and
    InvalidInput with every fault.
    """
    member, event = await load_event(session, actor=actor, slug=slug)

    words = read_reason(reason, "reason")
    before, began, doors = await facts_of(session, event), event.starts_at, event.door_at
    event.door_at = None  # it is moved below, and would only stand in the way
    await fill_in(session, event, member=member, given={"starts_at": None, "ends_at": None, **times})
    event.door_at = doors + (event.starts_at - began) if doors else None
    if event.ends_at <= now:
        raise InvalidInput(FieldError(("endsAt",), "That is already over. Take a time that is to come."))

    if event.starts_at != began or event.status in (EventStatus.POSTPONED, EventStatus.CANCELLED):
        _stand(event, EventStatus.RESCHEDULED)
        event.previous_starts_at = began if event.starts_at != began else event.previous_starts_at
    await move_agenda(session, event, began)
    await keep(session, event, before=before, member=member, act=EventAct.RESCHEDULED, words=words, now=now)
    return event


async def restore_event(session: AsyncSession, *, actor: Actor, slug: str, now: datetime) -> Event:
    """Take a cancellation or postponement back: it takes place as it was announced last. A second time is nothing.

    Raises SignInRequired, ScopeMissing, NotFound, NotPermitted and AlreadyOver.
    """
    member, event = await load_event(session, actor=actor, slug=slug)

    if event.status not in (EventStatus.CANCELLED, EventStatus.POSTPONED):
        return event
    _still_to_come(event, now)

    before = await facts_of(session, event)
    moved = event.previous_starts_at is not None
    _stand(event, EventStatus.RESCHEDULED if moved else EventStatus.SCHEDULED)
    await keep(session, event, before=before, member=member, act=EventAct.RESTORED, now=now)
    return event


def _stand(event: Event, status: EventStatus) -> None:
    event.status, event.cancelled_at, event.cancel_reason = status, None, None


def _still_to_come(event: Event, now: datetime) -> None:
    """A series may have dates to come, however long ago it began."""
    if not (event.rrule or event.rdates) and event.ends_at <= now:
        raise AlreadyOver
