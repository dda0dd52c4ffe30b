"""A person says whether they come to an event: to one instance, or to all of a series from there on."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, require_member
from server.attendance.answers import Answers, forget_answers, keep_answers
from server.attendance.eligible import why_not_here
from server.attendance.errors import NotEligible, RsvpClosed
from server.attendance.fill import fill
from server.attendance.seats import load_instances, lock_event_of, same_or_later, seats_left
from server.attendance.window import STILL_INTERESTING, STILL_LEAVING, why_closed
from server.config import Settings
from server.errors import NotFound
from server.events.attendance import Attendance, AttendanceStatus
from server.events.models import Occurrence, Publication
from server.live import occurrence_topic, person_topic, publish


class Rsvp(StrEnum):
    """What somebody can answer."""

    GOING = "GOING"
    INTERESTED = "INTERESTED"
    NOT_GOING = "NOT_GOING"


_COMING = (AttendanceStatus.GOING, AttendanceStatus.WAITLISTED)
_IN_SPITE_OF = {Rsvp.GOING: (), Rsvp.INTERESTED: STILL_INTERESTING, Rsvp.NOT_GOING: STILL_LEAVING}


async def rsvp(
    session: AsyncSession,
    *,
    settings: Settings,
    actor: Actor,
    occurrence_id: UUID,
    answer: Rsvp,
    all_to_come: bool = False,
    seen_by_met: bool = False,
    answers: Answers = (),
    now: datetime,
) -> int:
    """Say whether the actor comes; for how many instances something changed. Who wants to go where all places are
    taken, or others wait, stands last in line. A place that somebody gives back goes to the first in line.

    `all_to_come`: for this instance and those of its series that start later, as far as they take answers.
    `seen_by_met`: whether those whom they have met may see that they come. The same answer a second time changes
    nothing. `answers`: to what the organizers ask; they are forgotten where somebody comes no more.

    Raises SignInRequired, ScopeMissing, NotFound, RsvpClosed, NotEligible, and InvalidInput at `answers`.
    """
    member = require_member(actor)
    await lock_event_of(session, occurrence_id)
    which = same_or_later(occurrence_id) if all_to_come else Occurrence.id == occurrence_id
    instances = await load_instances(session, which, viewer=member.person_id)
    asked = next((instance for instance in instances if instance.id == occurrence_id), None)

    if asked is None or not (asked.publication is Publication.PUBLISHED or asked.posts):
        raise NotFound

    if (why := why_closed(asked, now)) is not None and why not in _IN_SPITE_OF[answer]:
        raise RsvpClosed(why, opens_at=asked.rsvp_opens_at, time_zone=asked.time_zone)
    comes = answer is Rsvp.GOING
    if comes and (asked.audience or asked.majors) and any(i.said not in _COMING for i in instances):
        misfit = await why_not_here(session, person_id=member.person_id, event_id=asked.event_id)
        if misfit is not None:
            raise NotEligible(misfit)
    if comes and asked.asks:
        await keep_answers(session, event_id=asked.event_id, person_id=member.person_id, answers=answers, now=now)

    rows, freed = [], []
    seen_by_met = seen_by_met and comes
    for instance in instances:
        if (why := why_closed(instance, now)) is not None and why not in _IN_SPITE_OF[answer]:
            continue
        status = _status(instance, answer)
        if (status, seen_by_met) == (instance.said, instance.seen_by_met):
            continue
        rows.append(_row(instance, member.person_id, status, seen_by_met, now))
        if instance.waiting and (instance.said is AttendanceStatus.GOING or seats_left(instance) != 0):
            freed.append(instance.id)
    if not rows:
        return 0
    await session.execute(_WRITE[session.get_bind().dialect.name], rows)
    if asked.asks and not comes:
        await forget_answers(session, event_id=asked.event_id, person_id=member.person_id)
    await fill(session, settings=settings, occurrence_ids=freed, now=now)
    changed = [occurrence_topic(row["occurrence_id"]) for row in rows]
    await publish(session, person_topic(member.person_id), *changed)
    return len(rows)


def _status(instance: Any, answer: Rsvp) -> AttendanceStatus:
    if answer is Rsvp.INTERESTED:
        return AttendanceStatus.INTERESTED
    if answer is Rsvp.NOT_GOING:
        return AttendanceStatus.CANCELLED
    if instance.said in _COMING:
        return AttendanceStatus(instance.said)
    seats = seats_left(instance)
    # Whoever comes later does not pass those who wait, not even where the organizer still has to choose.
    free = seats is None or seats > instance.waiting
    return AttendanceStatus.GOING if free else AttendanceStatus.WAITLISTED


def _row(instance: Any, person_id: UUID, status: AttendanceStatus, seen_by_met: bool, now: datetime) -> dict[str, Any]:
    waits = status is AttendanceStatus.WAITLISTED
    place = instance.own_place if instance.said is status else instance.last_place + 1
    return {
        "occurrence_id": instance.id,
        "person_id": person_id,
        "event_id": instance.event_id,
        "status": status,
        "place": place if waits else None,
        "seen_by_met": seen_by_met,
        "listed_at": instance.starts_at,
        "created_at": now,
        "updated_at": now,
    }


def _write(insert: Any) -> Any:
    statement = insert(Attendance.__table__)
    changed = ("status", "place", "seen_by_met", "listed_at", "updated_at")
    return statement.on_conflict_do_update(
        index_elements=["occurrence_id", "person_id"],
        set_={name: getattr(statement.excluded, name) for name in changed},
    )


_WRITE = {"sqlite": _write(sqlite.insert), "postgresql": _write(postgresql.insert)}
