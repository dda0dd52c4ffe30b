"""Whoever was asked by mail to speak, and has no account, says that no such mail is to come to their address again."""

import hmac
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Row, bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.config import Settings
from server.db import Database
from server.errors import NotFound
from server.events.agenda import AgendaItem
from server.events.models import Event
from server.events.speaker_letters import QuietAddress, SpeakerLetter
from server.organizations.models import Organization

_LETTER = (
    select(AgendaItem.name.label("item"), Event.name.label("event"), Organization.name.label("host"))
    .join(Event, Event.id == AgendaItem.event_id)
    .join(Organization, Organization.id == Event.organization_id)
    .join(SpeakerLetter, SpeakerLetter.agenda_item_id == AgendaItem.id)
    .where(SpeakerLetter.token_hash == bindparam("hash"))
    .order_by(AgendaItem.starts_at, AgendaItem.id)
    .limit(1)
)


async def speaker_letter(database: Database, *, token: str) -> Row[Any] | None:
    """(item, event, host) of the mail with this link, or None; the address is not told."""
    return next(iter(await database.rows(_LETTER, {"hash": letter_hash(token)})), None)


async def never_ask(session: AsyncSession, *, settings: Settings, token: str, now: datetime) -> None:
    """Ask nobody at that address any more, as long as there is no account with it; what is asked there is gone.

    `token` stands in the mail. Raises NotFound for any other, so also the second time.
    """
    letter = SpeakerLetter.token_hash == letter_hash(token)
    email = await session.scalar(select(SpeakerLetter.email).where(letter).limit(1))
    if email is None:
        raise NotFound

    await session.merge(QuietAddress(address_hash=_hashes(settings, email)[0], since=now))
    await session.execute(delete(SpeakerLetter).where(SpeakerLetter.email == email))


async def is_quiet(session: AsyncSession, settings: Settings, email: str) -> bool:
    """Whether nobody is to be asked there."""
    quiet = select(QuietAddress.since).where(QuietAddress.address_hash.in_(_hashes(settings, email)))
    return await session.scalar(quiet) is not None


def letter_hash(token: str) -> bytes:
    """What the database keeps of a link's token: 32 octets. No salt: the input holds 256 random bits."""
    return sha256(token.encode("utf-8", "surrogateescape")).digest()


def _hashes(settings: Settings, email: str) -> Sequence[bytes]:
    """By each secret, the newest first."""
    said = f"hallway/quiet-address\x1f{email}".encode()
    return [hmac.digest(secret, said, "sha256") for secret in settings.secrets]
