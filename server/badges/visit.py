"""Somebody scans a booth's code, or the badge of whoever stands there: they have met its organization."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from server.badges.booth_codes import BoothCode, BoothVisit
from server.contacts.models import ScanMethod
from server.db import padded
from server.events.booths import Booth
from server.events.models import Event, Publication


@dataclass(frozen=True, slots=True)
class BoothFacts:
    """Whose a booth is."""

    id: UUID
    organization_id: UUID


@dataclass(frozen=True, slots=True)
class KeptVisit:
    """A scan of a booth's code, stored or about to be: also what its scanner is answered."""

    id: UUID
    person_id: UUID
    booth_id: UUID
    scanned_at: datetime
    received_at: datetime
    how: ScanMethod

    def same(self, other: "KeptVisit", *, whenever: bool) -> bool:
        """`whenever`: the times need not agree, since one was reckoned."""
        if (self.person_id, self.booth_id) != (other.person_id, other.booth_id):
            return False
        return whenever or self.scanned_at == other.scanned_at


async def load_booths(connection: AsyncConnection, hashes: set[bytes]) -> dict[bytes, BoothFacts]:
    """The booths of published events that have these codes. One statement."""
    rows = await connection.execute(_CODES, {"hashes": padded(list(hashes))})
    return {row.token_hash: BoothFacts(row.id, row.organization_id) for row in rows}


async def load_visits(connection: AsyncConnection, ids: set[UUID]) -> dict[UUID, KeptVisit]:
    """Those of `ids` that are kept already. One statement."""
    rows = await connection.execute(_VISITS, {"ids": padded(list(ids))})
    return {row.id: KeptVisit(*tuple(row)) for row in rows}


async def keep_visits(connection: AsyncConnection, visits: Sequence[KeptVisit]) -> None:
    """One that is there stays as it is. One statement; none without visits."""
    if visits:
        rows = [{name: getattr(visit, name) for name in KeptVisit.__slots__} for visit in visits]
        await connection.execute(_KEEP[connection.dialect.name], rows)


_CODES: Any = (
    select(BoothCode.token_hash, Booth.id, Booth.organization_id)
    .join(Booth, Booth.id == BoothCode.booth_id)
    .join(Event, Event.id == Booth.event_id)
    .where(BoothCode.token_hash.in_(bindparam("hashes", expanding=True)), Event.publication == Publication.PUBLISHED)
)
_VISITS: Any = select(*(getattr(BoothVisit, name) for name in KeptVisit.__slots__)).where(
    BoothVisit.id.in_(bindparam("ids", expanding=True))
)
_KEEP = {
    "sqlite": sqlite.insert(BoothVisit).on_conflict_do_nothing(index_elements=["id"]),
    "postgresql": postgresql.insert(BoothVisit).on_conflict_do_nothing(index_elements=["id"]),
}
