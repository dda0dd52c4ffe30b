"""What calendar programs are told of an event, as it was last written."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base


class CalendarText(Base):
    """The VEVENTs of one event, written by server.feeds when they are first asked for after a change.

    Every change of an event goes through `materialise`, which throws this away.
    """

    __tablename__ = "calendar_text"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    event_updated_at: Mapped[datetime]
    """The event's `updated_at` when it was written."""
    around: Mapped[str] = mapped_column(Text)
    """What else it was written from: names of host and places, and the address of this installation."""
    last_modified: Mapped[datetime]
    """When the event or one of its instances last changed."""
    holds_until: Mapped[datetime | None]
    """The midnight UTC from which on it reads otherwise, though nothing changes; None: it holds until a change."""
    text: Mapped[str] = mapped_column(Text)
    """RFC 5545 with its line ends: the event, then each instance that differs from its rule."""

    __table_args__ = ({"sqlite_with_rowid": False},)
