"""A booth's team shows its code, and visitors who open it see whose booth it is."""

import secrets as entropy
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from server.badges.booth_codes import BoothCode
from server.badges.errors import BadgeMalformed
from server.badges.token import SEED_OCTETS, derive, hash_of, read, write
from server.config import Settings
from server.db import Database, Key
from server.events.booths import Booth
from server.events.models import Event, Publication
from server.organizations.models import Organization

_SHOWN: Any = (
    select(
        Booth.id,
        Booth.label,
        Booth.offers,
        Booth.organization_id,
        Organization.name.label("organization"),
        Organization.slug.label("organization_slug"),
        Event.slug,
        Event.name,
    )
    .join(Event, Event.id == Booth.event_id)
    .join(Organization, Organization.id == Booth.organization_id)
    .where(Event.publication == Publication.PUBLISHED)
)
_BY_HASH = _SHOWN.join(BoothCode, BoothCode.booth_id == Booth.id).where(BoothCode.token_hash == bindparam("token_hash"))
_BY_ID = _SHOWN.where(Booth.id == bindparam("booth", type_=Key()))
_CODE: Any = select(BoothCode.seed, BoothCode.token_hash).where(BoothCode.booth_id == bindparam("booth", type_=Key()))
_INSERT = {
    "sqlite": sqlite.insert(BoothCode).on_conflict_do_nothing(index_elements=["booth_id"]),
    "postgresql": postgresql.insert(BoothCode).on_conflict_do_nothing(index_elements=["booth_id"]),
}


async def booth_with_code(database: Database, *, code: str) -> Row[Any] | None:
    """The booth of a published event that has this code; None for any other text. One statement."""
    try:
        token = read(code)
    except BadgeMalformed:
        return None
    rows = await database.rows(_BY_HASH, {"token_hash": hash_of(token)})
    return rows[0] if rows else None


async def booth_by_id(database: Database, booth_id: UUID) -> Row[Any] | None:
    """In the columns of `booth_with_code`. One statement."""
    rows = await database.rows(_BY_ID, {"booth": booth_id})
    return rows[0] if rows else None


async def make_booth_code(session: AsyncSession, *, secret: bytes, booth_id: UUID, now: datetime) -> None:
    """Give a booth its code; the one that it has stays, also where two do so at once."""
    seed = entropy.token_bytes(SEED_OCTETS)
    values = {"booth_id": booth_id, "seed": seed, "token_hash": hash_of(derive(secret, seed)), "made_at": now}
    await session.execute(_INSERT[session.get_bind().dialect.name], [values])


async def booth_code(database: Database, *, settings: Settings, booth_id: UUID) -> str | None:
    """The 25 letters of a booth's code; None where it has none, or none that this installation's secrets make."""
    for row in await database.rows(_CODE, {"booth": booth_id}):
        for secret in settings.secrets:
            token = derive(secret, row.seed)
            if hash_of(token) == row.token_hash:
                return write(token)
    return None


def booth_address(settings: Settings, code: str) -> str:
    """What the square says: apart from a badge's, so that a phone's own camera opens the booth's page; any scanner
    reads the letters behind `/B/`. In capitals, which make the square coarser."""
    return f"{settings.base_url}/booth/B/{code}".upper()
