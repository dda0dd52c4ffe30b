"""Encounters are written down, and the contacts that come of them kept: many at once, in one transaction."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import Dialect, Table, case, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from server.contacts.models import Contact, ContactState, Encounter, ScanMethod

_LOCKS = 64
_LOCK_SPACE = 0x48574159
"""Spells HWAY: the first half of our advisory locks' names."""


@dataclass(slots=True)
class KeptEncounter:
    """An encounter, stored or about to be."""

    id: UUID
    scanner_id: UUID
    person_id: UUID
    badge_id: UUID
    event_id: UUID | None
    occurrence_id: UUID | None
    scanned_at: datetime
    received_at: datetime
    how: ScanMethod
    note: str | None
    granted: str = ""
    booth_id: UUID | None = None
    undone_at: datetime | None = None


@dataclass(slots=True)
class KeptContact:
    """What scans know of a contact, stored or about to be. The owner's own words are not in it: no scan changes
    them."""

    id: UUID
    owner_id: UUID
    person_id: UUID
    state: ContactState
    mutual: bool
    first_met_at: datetime
    last_met_at: datetime
    created_at: datetime
    made_by_id: UUID | None
    granted: int = 0
    expires_at: datetime | None = None
    withdrawn_at: datetime | None = None
    employer_id: UUID | None = None


async def lock(connection: AsyncConnection, keys: Iterable[UUID | tuple[UUID, UUID]]) -> None:
    """Make other processes that write about the same people or ids wait until this transaction ends.

    A pair is the same both ways. On SQLite the transaction is the only writer anyway. On PostgreSQL two
    people who scan each other through two processes would else both miss that it is mutual. Taken in
    order, so that nobody waits in a circle; 64 of them, since the server has room for few.
    """
    if connection.dialect.name != "postgresql":
        return
    numbers = {(sum(k.int for k in key) if isinstance(key, tuple) else key.int) % (2**61 - 1) % _LOCKS for key in keys}
    await connection.execute(_LOCK, {"space": _LOCK_SPACE, "numbers": sorted(numbers)})


async def lock_all(connection: AsyncConnection) -> None:
    """As `lock`, for whoever writes about anybody."""
    await lock(connection, [UUID(int=number) for number in range(_LOCKS)])


_LOCK = text("SELECT pg_advisory_xact_lock(:space, number) FROM unnest(CAST(:numbers AS integer[])) AS number")


async def keep(
    connection: AsyncConnection, *, encounters: Sequence[KeptEncounter], contacts: Sequence[KeptContact]
) -> None:
    """Write encounters and contacts, in two statements at most.

    An encounter that is there stays as it is. A contact that is there keeps its owner's words and the employer
    they met for; it gains an earlier first meeting and a later last one. State and grants are as they are given:
    whoever changes them holds the pair's lock (`lock`).
    """
    dialect = connection.dialect
    if encounters:
        sql, row = _prepared(_ENCOUNTERS[dialect.name], KeptEncounter.__slots__, dialect)
        await connection.exec_driver_sql(sql, [row(kept) for kept in encounters])
    if contacts:
        ordered = sorted(contacts, key=lambda kept: (kept.owner_id.int, kept.person_id.int))
        sql, row = _prepared(_CONTACTS[dialect.name], KeptContact.__slots__, dialect)
        await connection.exec_driver_sql(sql, [row(kept) for kept in ordered])


@lru_cache(maxsize=8)
def _prepared(statement: Any, names: tuple[str, ...], dialect: Dialect) -> tuple[str, Callable[[Any], tuple[Any, ...]]]:
    """The statement as the driver takes it, and what makes a row of its parameters.

    SQLAlchemy would build a dictionary a row and look up each type anew: half of what it costs to keep a scan.
    """
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    order = compiled.positiontup
    columns = statement.table.c
    made = [columns[name].type.dialect_impl(dialect).bind_processor(dialect) for name in order]
    processed = [(place, process) for place, process in enumerate(made) if process is not None]
    values = attrgetter(*order)

    def row(kept: KeptEncounter | KeptContact) -> tuple[Any, ...]:
        row = list(values(kept))
        for place, process in processed:
            if (value := row[place]) is not None:
                row[place] = process(value)
        return tuple(row)

    return str(compiled), row


def _encounters(insert: Any) -> Any:
    table = Encounter.__table__
    return insert(table).on_conflict_do_nothing(index_elements=["id"])


def _contacts(insert: Any) -> Any:
    table = Contact.__table__
    assert isinstance(table, Table)
    statement = insert(table)
    here, new = table.c, statement.excluded
    return statement.on_conflict_do_update(
        index_elements=["owner_id", "person_id"],
        set_={
            "first_met_at": case((new.first_met_at < here.first_met_at, new.first_met_at), else_=here.first_met_at),
            "last_met_at": case((new.last_met_at > here.last_met_at, new.last_met_at), else_=here.last_met_at),
            **{name: getattr(new, name) for name in ("state", "mutual", "granted", "expires_at", "withdrawn_at")},
        },
    )


_ENCOUNTERS = {"sqlite": _encounters(sqlite.insert), "postgresql": _encounters(postgresql.insert)}
_CONTACTS = {"sqlite": _contacts(sqlite.insert), "postgresql": _contacts(postgresql.insert)}
