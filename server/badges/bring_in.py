"""People without accounts come into an event: each is a person who can't sign in, is going, and has a badge."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from server.badges.issue_for_event import issue_to_all
from server.badges.models import Guest
from server.badges.newcomer import Newcomer
from server.events.attendance import Attendance, AttendanceStatus
from server.live import occurrence_topic, publish
from server.people.models import Affiliation, Card, Person


async def bring_in(
    session: AsyncSession,
    *,
    secret: bytes,
    event_id: UUID,
    occurrence_id: UUID,
    newcomers: Sequence[tuple[UUID, Newcomer]],
    now: datetime,
) -> None:
    """Make these guests, each with the key that they are to have. The caller has checked who may, what was written and
    whether there is room, and locked the event. Five statements however many they are, each guest's badge included.

    Their cards share what cards share at first; what was written of an address is on none.
    """
    if not newcomers:
        return
    moments = {"created_at": now, "updated_at": now}
    await session.execute(
        insert(Person),
        [
            {
                "id": key,
                "name": guest.name,
                "pronouns": guest.pronouns or None,
                "headline": guest.headline or None,
                "works_for": guest.works_for or None,
                "job_title": guest.job_title or None,
                "affiliation": Affiliation.GUEST,
                **moments,
            }
            for key, guest in newcomers
        ],
    )
    await session.execute(insert(Card), [{"person_id": key, "updated_at": now} for key, _ in newcomers])
    await session.execute(
        insert(Guest),
        [
            {"person_id": key, "event_id": event_id, "email": guest.email or None, "created_at": now}
            for key, guest in newcomers
        ],
    )
    going = {"occurrence_id": occurrence_id, "event_id": event_id, "status": AttendanceStatus.GOING, **moments}
    await session.execute(insert(Attendance), [{**going, "person_id": key} for key, _ in newcomers])
    people = [key for key, _ in newcomers]
    await issue_to_all(session, secret=secret, event_id=event_id, people=people, now=now)
    await publish(session, occurrence_topic(occurrence_id))
