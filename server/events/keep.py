"""A changed event is kept: its instances and its words in step, its history written, calendars told by SEQUENCE."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Member
from server.db import microseconds
from server.events.facts import SIGNIFICANT, Facts, differences, facts_of
from server.events.history import EventAct, note
from server.events.materialise import materialise
from server.events.models import Event

_MOMENT = timedelta(microseconds=1)


async def keep(
    session: AsyncSession,
    event: Event,
    *,
    before: Facts,
    member: Member,
    act: EventAct,
    words: str | None = None,
    now: datetime,
) -> bool:
    """Write down what became of `event` since `before`; whether anything did.

    SEQUENCE rises only with what matters to those who come, and only once somebody may have it in a calendar.
    `words` are why. All in the transaction of the change.
    """
    changes = differences(before, await facts_of(session, event))
    if not changes:
        return False
    if event.published_at is not None and SIGNIFICANT & {change.field for change in changes}:
        event.sequence += 1
    event.updated_at = max(now, event.updated_at + _MOMENT)  # it only ever grows: versions tell changes apart
    await note(session, event.id, actor_id=member.person_id, act=act, fields=changes, words=words, now=event.updated_at)
    await materialise(session, event, now=now)
    return True


def version_of(event: Event) -> str:
    """Another one after every change; opaque to whoever sends it back."""
    return str(microseconds(event.updated_at))
