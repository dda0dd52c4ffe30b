"""An event gets its name in addresses: from the name it had first, and for ever."""

import re

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from server.events.models import Event
from server.words import fold

MAX_LENGTH = 80
"""Characters that are taken of a name."""

_NOT_PLAIN = re.compile("[^a-z0-9]+")


async def give_slug(session: AsyncSession, event: Event) -> None:
    """Call `event`, which is in the database, `robot-night`, and where that is taken `robot-night-2`."""
    await session.flush()
    wanted = plain(event.name)
    alike = select(Event.slug).where(Event.slug.startswith(wanted, autoescape=True))
    taken = set(await session.scalars(alike))
    numbers = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    slug = wanted if wanted not in taken else next(slug for slug in numbers if slug not in taken)
    try:
        await _call(session, event, slug)
    except IntegrityError:  # another transaction took it at the same time
        await _call(session, event, f"{wanted}-{event.id.hex[-10:]}")


def plain(name: str) -> str:
    """A name in plain letters and dashes; `event` where it has none."""
    return _NOT_PLAIN.sub("-", fold(name)).strip("-")[:MAX_LENGTH].strip("-") or "event"


async def _call(session: AsyncSession, event: Event, slug: str) -> None:
    renamed = update(Event).where(Event.id == event.id).values(slug=slug)
    async with session.begin_nested():
        await session.execute(renamed, execution_options={"synchronize_session": False})
    set_committed_value(event, "slug", slug)
