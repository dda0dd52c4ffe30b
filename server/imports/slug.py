"""Imported events get a name in addresses."""

import re
from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.events.models import Event
from server.imports.facts import Facts
from server.imports.series import Series
from server.words import fold

_NOT_PLAIN = re.compile("[^a-z0-9]+")


async def slugs(session: AsyncSession, organization: UUID, new: Sequence[Series]) -> dict[str, str]:
    """A slug for each new event by its UID: its name and day, and where that is taken a few letters more."""
    wanted = {one.master.uid: slug(one.master) for one in new}
    taken = set(await session.scalars(select(Event.slug).where(Event.slug.in_(wanted.values())))) if wanted else set()
    for uid, name in wanted.items():
        if name in taken:
            wanted[uid] = f"{name}-{sha256(f'{organization}{uid}'.encode()).hexdigest()[:10]}"
        taken.add(wanted[uid])
    return wanted


def slug(facts: Facts) -> str:
    """`career-fair-2026-09-24`: the name in plain letters and the local day; `event-…` where it has none."""
    words = _NOT_PLAIN.sub("-", fold(facts.name)).strip("-")[:80].strip("-") or "event"
    return f"{words}-{facts.starts_at.astimezone(ZoneInfo(facts.time_zone)):%Y-%m-%d}"
