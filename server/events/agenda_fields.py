"""What somebody types about a talk becomes what is stored, or a sentence beside each field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.errors import FieldError, InvalidInput
from server.events.agenda import AgendaItem, AgendaSpeaker
from server.events.details import read_details
from server.events.models import Event, Occurrence
from server.events.times import read_times
from server.local_time import typed_local
from server.people.card_lines import Unusable, text

MOST_SPEAKERS = 30


@dataclass(frozen=True, slots=True)
class Read:
    columns: dict[str, Any]
    """Of AgendaItem."""
    speakers: list[str] | None
    """By name, in order; None where nothing is said of them."""


async def read_item(
    session: AsyncSession,
    event: Event,
    given: Mapping[str, Any],
    *,
    item: AgendaItem | None = None,
    there: int = 0,
    most: int = 1,
) -> Read:
    """`name`, `description`, `room`, `speakers` and the local times `starts_at` and `ends_at`, within the event.

    Times without a name in `given` stay those of `item`. Raises InvalidInput with every fault, also where `there`
    are `most` items already.
    """
    faults = [FieldError(("name",), f"An agenda has {most} entries at most.")] if there >= most else []
    asked = given if item is not None else {"name": None, "starts_at": None, "ends_at": None, **given}
    columns = read_details({name: asked[name] for name in ("name", "description", "room") if name in asked}, faults)
    span = item or event
    zoned = Event(starts_at=span.starts_at, ends_at=span.ends_at, time_zone=event.time_zone, all_day=False)
    times = read_times(zoned, asked, faults)
    columns |= {name: times[name] for name in ("starts_at", "ends_at") if name in times}
    if columns.get("starts_at") and columns.get("ends_at"):
        faults += await _outside(session, event, columns["starts_at"], columns["ends_at"])
    speakers = _speakers(asked["speakers"], faults) if "speakers" in asked else None
    if faults:
        raise InvalidInput(*faults)
    return Read(columns, speakers)


async def _outside(session: AsyncSession, event: Event, starts_at: datetime, ends_at: datetime) -> Sequence[FieldError]:
    """Nothing where the talk lies within the event, or within one of its dates."""
    within = exists().where(
        Occurrence.event_id == event.id, Occurrence.starts_at <= starts_at, Occurrence.ends_at >= ends_at
    )
    if await session.scalar(select(within)):
        return ()
    zone = ZoneInfo(event.time_zone)
    begins, ends = (typed_local(at, zone) for at in (event.starts_at, event.ends_at))
    field = "startsAt" if starts_at < event.starts_at or starts_at >= event.ends_at else "endsAt"
    span = f"from {begins.day} {begins.time} to {ends.day} {ends.time}"
    return [FieldError((field,), f"The event itself takes place {span}. Choose a time within it.")]


def _speakers(names: Sequence[str] | None, faults: list[FieldError]) -> list[str]:
    found = list(dict.fromkeys(name.strip() for line in names or () for name in line.splitlines() if name.strip()))
    if len(found) > MOST_SPEAKERS:
        faults.append(FieldError(("speakers",), f"That is {len(found)} speakers. Take {MOST_SPEAKERS} or fewer."))
    try:
        return [text(name, AgendaSpeaker.name) or "" for name in found]
    except Unusable as fault:
        faults.append(FieldError(("speakers",), str(fault)))
        return []
