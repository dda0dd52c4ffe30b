"""A person puts a photograph and a résumé on their card, and takes them off again."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, require_member
from server.files import pdf, picture
from server.people.models import Person

PHOTO_SIDE = 512
"""Pixels of the longer side of a photograph, at most."""


class CardFile(StrEnum):
    """A file of a card; the value is its column of `Person`."""

    PHOTO = "photo"
    RESUME = "resume"


NAMES = {CardFile.PHOTO: "photo.jpg", CardFile.RESUME: "resume.pdf"}
MEDIA_TYPES = {CardFile.PHOTO: picture.MEDIA_TYPE, CardFile.RESUME: pdf.MEDIA_TYPE}
MAX_OCTETS = {CardFile.PHOTO: picture.MAX_OCTETS, CardFile.RESUME: pdf.MAX_OCTETS}
"""Of what is brought; what is kept of it is smaller."""


async def prepared(octets: bytes, which: CardFile) -> bytes:
    """What is kept of a file that somebody brings: a JPEG, a PDF. Slow, so before the transaction.

    Raises what `server.files.picture.picture` and `server.files.pdf.pdf` raise.
    """
    if which is CardFile.PHOTO:
        return await picture.picture(octets, width=PHOTO_SIDE, height=PHOTO_SIDE)
    return await pdf.pdf(octets)


async def change_card_file(
    session: AsyncSession, *, actor: Actor, which: CardFile, key: str | None, now: datetime
) -> list[str]:
    """Put the file that is kept under `key` on the actor's card in place of the one before; None only takes that off.

    It acts at once on everybody who was granted it. Returns the keys of what nobody has any more, to be removed after
    the commit. Raises SignInRequired and ScopeMissing.
    """
    member = require_member(actor)
    column = getattr(Person, which)
    before = await session.scalar(select(column).where(Person.id == member.person_id).with_for_update())

    changed = update(Person).where(Person.id == member.person_id)
    await session.execute(changed.values({which.value: key, "updated_at": now}))
    return [before] if before is not None else []
