"""An event that is about to come in may be there already, posted by hand or under another UID."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.campuses.models import Place
from server.events.models import Event, Publication
from server.imports.facts import Facts
from server.imports.models import ImportedEvent
from server.words import fold, words

ALIKE = 0.85
"""How much of two names is the same, of 1, where they are nearly equal."""


@dataclass(frozen=True, slots=True)
class Twin:
    """The event that is there."""

    id: UUID
    name: str
    slug: str


async def twins(
    session: AsyncSession,
    new: Sequence[Facts],
    *,
    organization_id: UUID,
    campus_id: UUID | None,
    source_id: UUID | None = None,
) -> dict[str, Twin]:
    """By UID, those of `new` that the organization has already, under another one, or the campus publicly: in one
    statement.

    The same is what is at the same address; or has nearly the same name at the same time, and no other place. What
    came from `source_id` itself is not compared: a calendar knows its events apart.
    """
    if not new:
        return {}
    there = await session.execute(_near(new, organization_id, campus_id, source_id))
    by_time: dict[Any, list[Row[Any]]] = {}
    by_url: dict[str, Row[Any]] = {}
    for row in there:
        by_time.setdefault(row.starts_at, []).append(row)
        if row.url:
            by_url.setdefault(row.url, row)
    found = {}
    for facts in new:
        same = by_url.get(facts.url) if facts.url else None
        if same is not None and same.starts_at.date() != facts.starts_at.date():
            same = None  # a club's page stands behind all its events
        near = same or next((row for row in by_time.get(facts.starts_at, ()) if _alike(facts, row)), None)
        if near is not None:
            found[facts.uid] = Twin(near.id, near.name, near.slug)
    return found


def seen_by(organization_id: UUID, campus_id: UUID | None) -> Any:
    """The events that those who import for it may be told of: its own, and what its campus sees anyway."""
    ours: Any = Event.organization_id == organization_id
    if campus_id is not None:
        ours = or_(ours, and_(Event.campus_id == campus_id, Event.publication == Publication.PUBLISHED))
    return ours


def _near(new: Sequence[Facts], organization_id: UUID, campus_id: UUID | None, source_id: UUID | None) -> Any:
    ours = seen_by(organization_id, campus_id)
    if source_id is not None:
        from_there = exists().where(ImportedEvent.event_id == Event.id, ImportedEvent.source_id == source_id)
        ours = and_(ours, ~from_there)
    urls = {facts.url for facts in new if facts.url}
    columns = (Event.id, Event.uid, Event.name, Event.slug, Event.starts_at, Event.url, Event.location_text, Event.room)
    same = or_(Event.starts_at.in_({facts.starts_at for facts in new}), Event.url.in_(urls))
    statement = select(*columns, Place.name.label("place")).outerjoin(Place, Place.id == Event.place_id)
    return statement.where(ours, same).order_by(Event.id)


def _alike(facts: Facts, row: Row[Any]) -> bool:
    return _same_name(facts.name, row.name) and _same_place(
        facts.location_text, " ".join(filter(None, (row.place, row.room, row.location_text)))
    )


def _same_name(one: str, other: str) -> bool:
    if sorted(words(one)) == sorted(words(other)):
        return True
    return SequenceMatcher(None, fold(one)[:200], fold(other)[:200], autojunk=False).ratio() >= ALIKE


def _same_place(one: str | None, other: str) -> bool:
    """Also where one of them doesn't say: a hall is the same whatever building stands beside it."""
    here, there = set(words(one or "")), set(words(other))
    return not here or not there or here <= there or there <= here
