"""Calendars of one's own, each at a secret address."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base


class CalendarSource(StrEnum):
    """What of somebody's own a calendar holds."""

    GOING = "GOING"
    INTERESTED = "INTERESTED"
    HOSTING = "HOSTING"
    SPEAKING = "SPEAKING"


class FeedSubscription(Base):
    """One address, for one program or device. It is shown once when made; this row holds only its hash."""

    __tablename__ = "feed_subscription"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    sources: Mapped[str] = mapped_column(String(200))
    """Names of CalendarSource, in its order, with spaces between; empty where it holds a saved filter."""
    saved_filter_id: Mapped[UUID | None]
    """Not a foreign key: that table came later. Where the filter is gone, the calendar is empty."""
    remind_minutes: Mapped[int | None]
    """How long before each start a program rings; None: it does not."""
    created_at: Mapped[datetime]
    addressed_at: Mapped[datetime]
    """When it got the address that it has."""
    last_used_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("(sources = '') = (saved_filter_id IS NOT NULL)", name="holds"),
        CheckConstraint("remind_minutes BETWEEN 0 AND 10080", name="remind_minutes"),
    )
