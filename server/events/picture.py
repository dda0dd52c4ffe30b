"""An organizer gives an event a cover picture, another one, or none; who sees the event sees it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor
from server.db import Database
from server.errors import FieldError, InvalidInput
from server.events.history import EventAct, FieldChange, note
from server.events.materialise import materialise
from server.events.models import Event
from server.events.policies import is_signed_in, viewer, visible
from server.events.posting import load_event
from server.events.touch import touch
from server.files import picture
from server.people.card_lines import Unusable, text
from server.words import findable

MEDIA_TYPE, MAX_OCTETS = picture.MEDIA_TYPE, picture.MAX_OCTETS
LONGER_SIDE = 1600
"""Pixels that are kept of it, at most."""


async def prepared(octets: bytes) -> bytes:
    """What is kept of a picture that somebody brings: a JPEG without EXIF. Slow, so before the transaction.

    Raises what `server.files.picture.picture` raises.
    """
    return await picture.picture(octets, width=LONGER_SIDE, height=LONGER_SIDE)


def read_alt(alt: str) -> str:
    """What the picture shows, for those who don't see it. Raises InvalidInput where that is not said."""
    try:
        said = text(alt, Event.image_alt)
    except Unusable as fault:
        raise InvalidInput(FieldError(("alt",), str(fault))) from fault
    if not said:
        raise InvalidInput(FieldError(("alt",), "Say in a sentence what it shows, for those who don’t see it."))
    return said


async def put_picture(
    session: AsyncSession, *, actor: Actor, slug: str, key: str | None, alt: str, now: datetime
) -> list[str]:
    """Show the picture that is kept under `key`, or, where that is None, the one it has, as one that shows `alt`.

    Returns the keys of what nobody has any more, to be removed after the commit. Raises SignInRequired, ScopeMissing,
    NotFound, NotPermitted, and InvalidInput where nothing is said, or there is no picture.
    """
    member, event = await load_event(session, actor=actor, slug=slug)
    said = read_alt(alt)
    if key is None and event.image_key is None:
        raise InvalidInput(FieldError(("file",), "Choose a file."))
    return await _set(session, event, key or event.image_key, said, by=member.person_id, now=now)


async def remove_picture(session: AsyncSession, *, actor: Actor, slug: str, now: datetime) -> list[str]:
    """Show none any more; the second time changes nothing. Returns and raises as `put_picture`."""
    member, event = await load_event(session, actor=actor, slug=slug)
    return await _set(session, event, None, "", by=member.person_id, now=now)


async def picture_of(database: Database, *, actor: Actor, slug: str) -> Row[Any] | None:
    """(image_key, publication) of an event that has a picture and that `actor` sees, or None."""
    has = select(Event.image_key, Event.publication).where(
        Event.slug == bindparam("slug"), Event.image_key.is_not(None), visible(signed_in=is_signed_in(actor))
    )
    return next(iter(await database.rows(has, {"slug": findable(slug), **viewer(actor)})), None)


async def _set(session: AsyncSession, event: Event, key: str | None, alt: str, *, by: UUID, now: datetime) -> list[str]:
    before = event.image_key, event.image_alt
    if (key, alt) == before:
        return []
    event.image_key, event.image_alt = key, alt
    change = FieldChange("pictureAlt", before[1] or None, alt or None)
    at = touch(event, now)
    await note(session, event.id, actor_id=by, act=EventAct.CHANGED, fields=[change], now=at)
    await materialise(session, event, now=now)  # calendars have it
    # A series that was parted shows the same one in both parts.
    others = exists().where(Event.image_key == before[0], Event.id != event.id)
    gone = before[0] is not None and before[0] != key and not await session.scalar(select(others))
    return [before[0]] if before[0] is not None and gone else []
