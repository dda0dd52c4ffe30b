"""Who answered that they come, and who came."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base, choice


class AttendanceStatus(StrEnum):
    """RSVP; RFC 5545 PARTSTAT."""

    GOING = "GOING"
    INTERESTED = "INTERESTED"
    WAITLISTED = "WAITLISTED"
    CANCELLED = "CANCELLED"


class Attendance(Base):
    """A person's RSVP to one instance of an event, and whether they came."""

    __tablename__ = "attendance"

    occurrence_id: Mapped[UUID] = mapped_column(primary_key=True)
    """Not a foreign key: occurrences are a cache, and an answer outlives a rebuild of it."""
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    status: Mapped[AttendanceStatus] = mapped_column(choice(AttendanceStatus))
    place: Mapped[int | None]
    """Where in line a WAITLISTED person stands: less is sooner, and a newcomer has more than all. None for others."""
    seen_by_met: Mapped[bool] = mapped_column(default=False)
    """Whether those whom they have met may see that they come."""
    checked_in_at: Mapped[datetime | None]
    listed_at: Mapped[datetime | None]
    """When the instance starts, while it is listed: by this copy somebody's answers are read in time order, so that
    finding looks at those to come and at no other. Kept by server.events.materialise."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (
        Index(None, "person_id", "event_id", "status"),
        Index(None, "event_id", "status"),
        # It holds all that `contacts going` asks of an answer, so that both databases read nothing else.
        Index("attendance_listed", "person_id", "status", "listed_at", "occurrence_id", "seen_by_met"),
        Index(None, "occurrence_id", "status"),
        Index(
            "attendance_line",
            *("occurrence_id", "place"),
            unique=True,
            sqlite_where=text("place IS NOT NULL"),
            postgresql_where=text("place IS NOT NULL"),
        ),
    )
