"""Rows about one person are read in pieces, so that a large account needs no more memory than a small one."""

from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, bindparam, case, literal, null, select, tuple_
from sqlalchemy.sql.elements import NamedColumn

from server.attendance.models import EventAnswer, EventQuestion
from server.contacts.living import card_seen_by
from server.contacts.models import Contact, Encounter
from server.db import Database, Key
from server.my_data.holdings import Holding
from server.people.models import Block, Card, Person

PIECE = 500
"""Rows held in memory at once."""

_ME = bindparam("me", type_=Key())


async def rows_of(database: Database, holding: Holding, person_id: UUID) -> AsyncIterator[Sequence[Row[Any]]]:
    """The rows of one holding, without the columns that stay here, in the order of their keys."""
    table = holding.table
    columns = [column for column in table.c if column.name not in holding.without]
    statement = select(*columns).where(table.c[holding.of] == _ME)
    async for piece in _pieces(database, statement, list(table.primary_key), person_id):
        yield piece


async def encounters_of(database: Database, person_id: UUID, *, received: bool) -> AsyncIterator[Sequence[Row[Any]]]:
    """Scans that the person made, or those of their badge, with the other's name as their card shows it now.

    Whom no name is shown of stays without an id too. Notes are in those that the person made: nobody sees others'.
    """
    mine, other = (
        (Encounter.person_id, Encounter.scanner_id) if received else (Encounter.scanner_id, Encounter.person_id)
    )
    name = next(column for column in card_seen_by(_ME) if column.name == "name").element
    columns = [column for column in Encounter.__table__.c if column.name not in ("scanner_id", "person_id", "note")]
    statement = (
        select(
            *columns,
            *([] if received else [Encounter.note]),
            case((name.is_not(None), other), else_=null()).label("other_id"),
            name.label("other_name"),
        )
        .join(Person, Person.id == other)
        .join(Card, Card.person_id == other)
        .outerjoin(Contact, and_(Contact.owner_id == _ME, Contact.person_id == other))
        .outerjoin(Block, and_(Block.person_id == other, Block.blocked_id == _ME))
        .where(mine == _ME)
    )
    async for piece in _pieces(database, statement, list(Encounter.__table__.primary_key), person_id):
        yield piece


async def answers_of(database: Database, person_id: UUID) -> AsyncIterator[Sequence[Row[Any]]]:
    """What the person answered to the questions of organizers, each with its question."""
    columns = (EventQuestion.event_id, EventQuestion.text.label("question"), EventAnswer.text.label("answer"))
    statement: Any = (
        select(*columns, EventAnswer.question_id, EventAnswer.updated_at)
        .join(EventQuestion, EventQuestion.id == EventAnswer.question_id)
        .where(EventAnswer.person_id == _ME)
    )
    async for piece in _pieces(database, statement, list(EventAnswer.__table__.primary_key)[:1], person_id):
        yield piece


async def _pieces(
    database: Database, statement: Select[Any], key: Sequence[NamedColumn[Any]], person_id: UUID
) -> AsyncIterator[Sequence[Row[Any]]]:
    """Each piece is a read of its own: a slow download holds no transaction open."""
    ordered = statement.order_by(*key).limit(PIECE)
    after: Sequence[Any] | None = None
    while True:
        where = [] if after is None else [tuple_(*key) > tuple_(*map(_typed, after, key))]
        piece = await database.rows(ordered.where(*where), {"me": person_id})
        if piece:
            yield piece
        if len(piece) < PIECE:
            return
        after = [getattr(piece[-1], column.name) for column in key]


def _typed(value: Any, column: NamedColumn[Any]) -> Any:
    return literal(value, column.type)
