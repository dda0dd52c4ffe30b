"""Prints of badges: what was asked for, how far it is, and which badges it holds."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base, choice
from server.files.key import FileKey

KEPT_FOR = timedelta(days=1)
"""How long the file of a print is kept: whoever has it can be everybody in it."""


class PrintState(StrEnum):
    WAITING = "WAITING"
    MAKING = "MAKING"
    DONE = "DONE"
    CANCELLED = "CANCELLED"
    FAILED = "FAILED"


class PrintJob(Base):
    """Badges of an event that become one PDF, by whichever process comes first. The row stays when the file is gone."""

    __tablename__ = "print_job"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    requested_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    requested_at: Mapped[datetime]
    design: Mapped[str] = mapped_column(Text)
    """As `server.printing.design.read_design` reads it."""
    state: Mapped[PrintState] = mapped_column(choice(PrintState), default=PrintState.WAITING)
    total: Mapped[int]
    """Badges."""
    done: Mapped[int] = mapped_column(default=0)
    """Badges that are set."""
    attempts: Mapped[int] = mapped_column(default=0)
    """How often a process took it; the number tells its holder from those before."""
    held_until: Mapped[datetime | None]
    """A process that makes it says so again with each piece; after this moment it is taken to be dead."""
    finished_at: Mapped[datetime | None]
    shortened: Mapped[str] = mapped_column(Text, default="")
    """Texts that had to be cut, one a line."""
    file_key: Mapped[str | None] = mapped_column(FileKey)
    octets: Mapped[int | None]
    expires_at: Mapped[datetime | None]
    """When the file goes."""
    failure: Mapped[str | None] = mapped_column(String(300))
    """One sentence for who asked."""

    __table_args__ = (Index("print_job_state", "state", "requested_at"), Index("print_job_expires", "expires_at"))


class PrintedBadge(Base):
    """A badge in a print, at its place."""

    __tablename__ = "printed_badge"

    job_id: Mapped[UUID] = mapped_column(ForeignKey("print_job.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    badge_id: Mapped[UUID] = mapped_column(ForeignKey("badge.id", ondelete="CASCADE"), index=True)
