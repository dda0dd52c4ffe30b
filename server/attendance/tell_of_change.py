"""Whoever answered to an event is told by mail when it is called off, put off or moved: once a change, with the reason.

Those who go, wait or are interested are told; not who said no, has no address, or made the change. There is nothing by
which people choose their mail yet; what does must be asked here.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, Member
from server.attendance.change_letter import Change, letter, subject
from server.attendance.seats import lock
from server.config import Settings
from server.db import Database
from server.events.attendance import Attendance, AttendanceStatus
from server.events.models import Event, Occurrence, Publication
from server.events.row import known, select_events
from server.mail.send import send_to_each
from server.people.models import Person
from server.words import findable

_TOLD = (AttendanceStatus.GOING, AttendanceStatus.WAITLISTED, AttendanceStatus.INTERESTED)
_TELLING = ("starts_at", "ends_at", "status", "room", "place__name", "location_text")
_ANNOUNCED = known(frozenset({*_TELLING, "slug", "name", "time_zone", "all_day", "recurrence_id"}))
_o = Occurrence.__table__
Answers = Mapping[UUID, Mapping[UUID, Row[Any]]]
"""Of an event, what each person answered to: instances as they are announced, by id, in the order of their starts."""


@dataclass(slots=True)
class Telling:
    """Of a change that goes on."""

    to: UUID | None = None
    """The event to which it moves answers, where it parts a series."""


@asynccontextmanager
async def telling(
    session: AsyncSession, *, settings: Settings, actor: Actor, slug: str, reason: str | None = None, now: datetime
) -> AsyncIterator[Telling]:
    """`telling_of` around what `actor` does to the event that is called `slug`."""
    event_id = await session.scalar(select(Event.id).where(Event.slug == findable(slug)))
    by = actor.person_id if isinstance(actor, Member) else None
    some = [event_id] if event_id else []
    async with telling_of(session, settings=settings, by=by, event_ids=some, reason=reason, now=now) as about:
        yield about


@asynccontextmanager
async def telling_of(
    session: AsyncSession,
    *,
    settings: Settings,
    by: UUID | None,
    event_ids: Collection[UUID],
    reason: str | None = None,
    now: datetime,
) -> AsyncIterator[Telling]:
    """Around a change of these events: queue, in its transaction, a mail for each event and person whose instances to
    come it calls off, puts off, moves in time or place, or lets take place after all. A change of nothing of these
    tells nobody, nor does `by`, who makes it. `reason` are the organizer's words, if any."""
    await lock(session, event_ids)  # nobody answers in between
    before = await _answers(session, event_ids, now)
    about = Telling()
    yield about
    if not before:
        return
    after = await _answers(session, [*before, *([about.to] if about.to else [])], now, also_taken_back=True)
    moved = after.get(about.to, {}) if about.to else {}
    for event_id, answers in before.items():
        same: dict[tuple[Change, ...], list[UUID]] = defaultdict(list)
        for person_id, theirs in answers.items():
            is_ = {**after.get(event_id, {}).get(person_id, {}), **moved.get(person_id, {})}
            if person_id != by and (changes := tuple(_changes(theirs, is_))):
                same[changes].append(person_id)
        for changes, people in same.items():
            await _send(session, people, changes, settings=settings, reason=reason, now=now)


async def to_be_told(database: Database, *, event_id: UUID, now: datetime) -> int:
    """How many a change of all dates to come would tell, whoever makes it: for those who may make it."""
    people = select(func.count(Attendance.person_id.distinct())).join(Person, Person.id == Attendance.person_id)
    statement = (
        people.join(Occurrence, Occurrence.id == Attendance.occurrence_id)
        .join(Event, Event.id == Occurrence.event_id)
        .where(Occurrence.event_id == event_id, Occurrence.ends_at > now, Attendance.status.in_(_TOLD))
        .where(Event.publication == Publication.PUBLISHED, Person.email.is_not(None))
    )
    return int((await database.rows(statement))[0][0])


def _changes(before: Mapping[UUID, Row[Any]], after: Mapping[UUID, Row[Any]]) -> Iterator[Change]:
    """Each instance as it was and is, None where it is no more. Where a series was parted or moved, its instances have
    other ids in the same order."""
    new = (row for id_, row in after.items() if id_ not in before)
    for id_, was in before.items():
        is_ = after[id_] if id_ in after else next(new, None)
        if is_ is None or any(getattr(was, name) != getattr(is_, name) for name in _TELLING):
            yield Change(was, is_)


async def _send(
    session: AsyncSession,
    people: Collection[UUID],
    changes: tuple[Change, ...],
    *,
    settings: Settings,
    reason: str | None,
    now: datetime,
) -> None:
    addresses = await session.scalars(select(Person.email).where(Person.id.in_(people), Person.email.is_not(None)))
    found = [address for address in addresses if address is not None]
    text = letter(changes, reason, settings)
    await send_to_each(session, secret=settings.secret, to=found, subject=subject(changes), text=text, now=now)


async def _answers(
    session: AsyncSession, event_ids: Collection[UUID], now: datetime, *, also_taken_back: bool = False
) -> Mapping[UUID, Answers]:
    """By event; only of those that everybody sees, but for `also_taken_back`."""
    if not event_ids:
        return {}
    answered = (Attendance.event_id.in_(event_ids), Attendance.status.in_(_TOLD))
    some = _o.c.id.in_(select(Attendance.occurrence_id).where(*answered))
    announced = select_events(_o, _ANNOUNCED, signed_in=False).where(_o.c.event_id.in_(event_ids), some)
    public = () if also_taken_back else (Event.publication == Publication.PUBLISHED,)
    to_come = announced.where(_o.c.ends_at > now, *public).order_by(_o.c.starts_at, _o.c.id)
    instances = {row.key: row for row in await session.execute(to_come)}
    if not instances:
        return {}
    said = await session.execute(
        select(Attendance.event_id, Attendance.person_id, Attendance.occurrence_id).where(*answered)
    )
    at = {id_: number for number, id_ in enumerate(instances)}
    found: dict[UUID, dict[UUID, dict[UUID, Row[Any]]]] = defaultdict(lambda: defaultdict(dict))
    for event_id, person_id, id_ in sorted((row for row in said.all() if row[2] in at), key=lambda row: at[row[2]]):
        found[event_id][person_id][id_] = instances[id_]
    return found
