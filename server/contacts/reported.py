"""What people told a campus's administrators about somebody."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base, choice


class ReportReason(StrEnum):
    """What somebody is reported for."""

    HARASSMENT = "HARASSMENT"
    SPAM = "SPAM"
    FALSE_IDENTITY = "FALSE_IDENTITY"
    OTHER = "OTHER"


_OPEN = text("closed_at IS NULL")


class Report(Base):
    """One person reported another. It is open until an administrator closes it with a note."""

    __tablename__ = "report"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    reporter_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    reported_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    campus_id: Mapped[UUID | None] = mapped_column(ForeignKey("campus.id", ondelete="SET NULL"))
    """Whose administrators see it; None: those of every campus."""
    reason: Mapped[ReportReason] = mapped_column(choice(ReportReason))
    words: Mapped[str] = mapped_column(Text, default="")
    """The reporter's own."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    """When the reporter last said it."""
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    closing_note: Mapped[str | None] = mapped_column(Text)
    """What the administrator wrote for the others."""

    __table_args__ = (
        Index("report_open", "reporter_id", "reported_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index(None, "campus_id", "created_at", "id"),
    )
