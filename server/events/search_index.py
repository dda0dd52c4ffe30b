"""The words of events stand where search finds them, in step with every change, in its own transaction."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from types import SimpleNamespace
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.campuses.models import Campus, Place
from server.events.agenda import AgendaItem, AgendaSpeaker
from server.events.models import Event, EventHost, EventOverride, EventTag, Occurrence
from server.events.search import (
    LONG,
    TIES,
    campus_facet,
    entry,
    event_search,
    kind_facet,
    mode_facet,
    organization_facet,
    rowid_from,
    tag_facet,
)
from server.events.search_words import learn, texts_of, unlearn
from server.events.upcoming import SHORT
from server.organizations.models import Organization
from server.words import words

MAX_BODY = 10_000
"""Characters of an event's texts that can be found; a series has them once for each instance."""

T = TypeVar("T")

_MANY = 400
"""Rows in one statement."""
_TIES = (1 << TIES) - 1

_EVENTS = (
    select(
        Event.id,
        Event.name,
        Event.summary,
        Event.description,
        Event.room,
        Event.location_text,
        Event.kind,
        Event.attendance_mode,
        Organization.name.label("organization"),
        Organization.slug.label("organization_slug"),
        Campus.name.label("campus"),
        Campus.slug.label("campus_slug"),
        Place.name.label("place"),
    )
    .join(Organization, Organization.id == Event.organization_id)
    .outerjoin(Campus, Campus.id == Event.campus_id)
    .outerjoin(Place, Place.id == Event.place_id)
)
_OVERRIDES = select(
    EventOverride.event_id,
    EventOverride.recurrence_id,
    EventOverride.name,
    EventOverride.summary,
    EventOverride.description,
    EventOverride.room,
    EventOverride.location_text,
    Place.name.label("place"),
).outerjoin(Place, Place.id == EventOverride.place_id)
_HOSTS = (
    select(EventHost.event_id, Organization.name)
    .join(Organization, Organization.id == EventHost.organization_id)
    .order_by(EventHost.position, Organization.id)
)
_TAGS = select(EventTag.event_id, EventTag.tag)
_AGENDA = select(AgendaItem.event_id, AgendaItem.name, AgendaSpeaker.name.label("speaker")).outerjoin(
    AgendaSpeaker, AgendaSpeaker.agenda_item_id == AgendaItem.id
)
_OCCURRENCES = select(
    Occurrence.id, Occurrence.event_id, Occurrence.recurrence_id, Occurrence.starts_at, Occurrence.ends_at
).where(Occurrence.listed)
_AS_THE_RULE_SAYS = SimpleNamespace(
    name=None, summary=None, description=None, room=None, location_text=None, place=None
)


@dataclass(frozen=True, slots=True)
class Found:
    """A row of `event_search`, without its rowid."""

    event_id: UUID
    occurrence_id: UUID
    second: int
    """The lowest rowid that it may have."""
    ends_at: datetime
    columns: dict[str, str]
    """name, host, people, body, facets."""

    @property
    def digest(self) -> bytes:
        said = "\0".join([str(self.second), self.ends_at.isoformat(), *self.columns.values()])
        return blake2b(said.encode(), digest_size=16).digest()


async def index_event(session: AsyncSession, event_id: UUID) -> None:
    """Make what search finds of an event what it says now; of a deleted or unpublished one, nothing.

    Call it in the transaction of every change to the event, its instances, tags, agenda, hosts or place, after the
    change: the lock on the changed row keeps two calls for one event apart. A second time changes nothing.
    """
    await index_events(session, [event_id])


async def index_events(session: AsyncSession, event_ids: Sequence[UUID]) -> None:
    """`index_event` for many, in a few statements for every few hundred."""
    await session.flush()
    for some in _pieces(event_ids):
        await _index(session, some)


async def _index(session: AsyncSession, ids: Sequence[UUID]) -> None:
    wanted = {(row.occurrence_id, row.digest): row for row in await _wanted(session, ids)}
    there = await session.execute(
        select(entry.c.occurrence_id, entry.c.digest, entry.c.rowid).where(entry.c.event_id.in_(ids))
    )
    gone = [row.rowid for row in there if wanted.pop((row.occurrence_id, row.digest), None) is None]
    unheard: list[Any] = []
    for some in _pieces(gone):
        unheard += await texts_of(session, some)
        await session.execute(delete(event_search).where(event_search.c.rowid.in_(some)))
        await session.execute(delete(entry).where(entry.c.rowid.in_(some)))
    for rows in _pieces(list(wanted.items())):
        await _insert(session, [(row, digest) for (_, digest), row in rows])
    await learn(session, [row.columns for row in wanted.values()])
    await unlearn(session, unheard)


async def _insert(session: AsyncSession, rows: Sequence[tuple[Found, bytes]]) -> None:
    proposed = [row.second | row.occurrence_id.int & _TIES for row, _ in rows]
    taken = set(await session.scalars(select(entry.c.rowid).where(entry.c.rowid.in_(proposed))))
    texts, entries = [], []
    for (row, digest), first_choice in zip(rows, proposed, strict=True):
        # Another of the same second has it once in a million times, so those are looked up one by one.
        rowid = await _free(session, row.second, taken) if first_choice in taken else first_choice
        taken.add(rowid)
        texts.append({"rowid": rowid, "occurrence_id": row.occurrence_id, "ends_at": row.ends_at, **row.columns})
        entries.append({"rowid": rowid, "event_id": row.event_id, "occurrence_id": row.occurrence_id, "digest": digest})
    await session.execute(insert(event_search), texts)
    await session.execute(insert(entry), entries)


async def _free(session: AsyncSession, second: int, taken: set[int]) -> int:
    there = set(await session.scalars(select(entry.c.rowid).where(entry.c.rowid.between(second, second | _TIES))))
    return next(rowid for rowid in range(second, second | _TIES) if rowid not in there and rowid not in taken)


async def _wanted(session: AsyncSession, ids: Sequence[UUID]) -> list[Found]:
    events = {row.id: row for row in await session.execute(_EVENTS.where(Event.id.in_(ids)))}
    overrides = {
        (row.event_id, row.recurrence_id): row
        for row in await session.execute(_OVERRIDES.where(EventOverride.event_id.in_(ids)))
    }
    tags: dict[UUID, list[str]] = defaultdict(list)
    for event_id, tag in await session.execute(_TAGS.where(EventTag.event_id.in_(ids))):
        tags[event_id].append(tag)
    hosts: dict[UUID, list[str]] = defaultdict(list)
    for event_id, name in await session.execute(_HOSTS.where(EventHost.event_id.in_(ids))):
        hosts[event_id].append(name)
    agenda: dict[UUID, list[Any]] = defaultdict(list)
    for item in await session.execute(_AGENDA.where(AgendaItem.event_id.in_(ids))):
        agenda[item.event_id].append(item)
    columns: dict[Any, dict[str, str]] = {}
    found = []
    for row in await session.execute(_OCCURRENCES.where(Occurrence.event_id.in_(ids))):
        override = overrides.get((row.event_id, row.recurrence_id))
        kind = row.event_id, override, row.ends_at - row.starts_at > SHORT
        if kind not in columns:  # the instances of a series have the same
            about = tags[row.event_id], hosts[row.event_id], agenda[row.event_id]
            columns[kind] = _columns(events[row.event_id], override, *about, long=kind[2])
        found.append(Found(row.event_id, row.id, rowid_from(row.starts_at), row.ends_at, columns[kind]))
    return found


def _columns(
    event: Any, override: Any, tags: list[str], hosts: list[str], agenda: list[Any], *, long: bool
) -> dict[str, str]:
    own = override if override is not None else _AS_THE_RULE_SAYS
    where = own if own.place is not None or own.location_text is not None else event
    body = [own.summary or event.summary, where.place, where.location_text, own.room or where.room, event.campus]
    body += [
        event.kind.replace("_", " "),
        *tags,
        *dict.fromkeys(item.name for item in agenda),
        own.description or event.description,
    ]
    facets = [kind_facet(event.kind), mode_facet(event.attendance_mode), organization_facet(event.organization_slug)]
    facets += [campus_facet(event.campus_slug)] if event.campus_slug is not None else []
    facets += [tag_facet(tag) for tag in sorted(tags)]
    facets += [LONG] if long else []
    return {
        "name": _each_once(own.name or event.name),
        "host": _each_once(" ".join([event.organization, *hosts])),
        "people": _each_once(" ".join(item.speaker for item in agenda if item.speaker)),
        "body": _each_once(" ".join(text for text in body if text)[:MAX_BODY]),
        "facets": " ".join(facets),
    }


def _each_once(text: str) -> str:
    return " ".join(dict.fromkeys(words(text)))


def _pieces(whole: Sequence[T]) -> Iterator[Sequence[T]]:
    return (whole[first : first + _MANY] for first in range(0, len(whole), _MANY))
