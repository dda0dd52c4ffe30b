"""Every change of an event is written down: who, when, and what was there before."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Enum, ForeignKey, Index, Text, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base
from server.keys import new_key


class EventAct(StrEnum):
    """What was done to an event."""

    CREATED = "CREATED"
    CHANGED = "CHANGED"
    SENT_FOR_REVIEW = "SENT_FOR_REVIEW"
    SENT_BACK = "SENT_BACK"
    PUBLISHED = "PUBLISHED"
    UNPUBLISHED = "UNPUBLISHED"
    CANCELLED = "CANCELLED"
    POSTPONED = "POSTPONED"
    RESCHEDULED = "RESCHEDULED"
    RESTORED = "RESTORED"


class EventChange(Base):
    """One change. Append-only: the database itself refuses to change one, or to delete one whose event is there.

    Who did it is no foreign key: who is erased leaves an id that leads nowhere.
    """

    __tablename__ = "event_change"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    """None: Hallway did it by itself."""
    act: Mapped[EventAct] = mapped_column(Enum(EventAct, native_enum=False, create_constraint=False, length=32))
    """Without a CHECK, which SQLite could not widen for an act that comes later."""
    fields: Mapped[str] = mapped_column(Text, default="[]")
    """JSON: a list of FieldChange."""
    words: Mapped[str | None] = mapped_column(Text)
    """Why, as whoever did it wrote."""

    __table_args__ = (Index(None, "event_id", "at", "id"), Index(None, "actor_id"))


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What one field said before, and says now; None: nothing."""

    field: str
    """As GraphQL spells it."""
    old: str | None
    new: str | None


async def note(
    session: AsyncSession,
    event_id: UUID,
    *,
    actor_id: UUID | None,
    act: EventAct,
    fields: Iterable[FieldChange] = (),
    words: str | None = None,
    now: datetime,
) -> None:
    """Write one change down, in the transaction that makes it. Each call is an entry of its own."""
    said = json.dumps([asdict(field) for field in fields], ensure_ascii=False)
    values = {"id": new_key(), "event_id": event_id, "at": now, "actor_id": actor_id, "act": act}
    await session.execute(insert(EventChange).values(**values, fields=said, words=words))


def read_fields(text: str) -> list[FieldChange]:
    """What `note` wrote."""
    return [FieldChange(**field) for field in json.loads(text)]
