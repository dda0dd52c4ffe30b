"""Where imported events come from, and what was last said of them there."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base, choice


class SourceState(StrEnum):
    """Whether an address is asked by itself."""

    ACTIVE = "ACTIVE"
    PAUSED = "PAUSED"
    ASKING = "ASKING"
    """Paused by itself: most of its events are gone, and somebody is to say whether that is meant."""


class SourceResult(StrEnum):
    """How it went the last time an address was asked."""

    CHANGED = "CHANGED"
    SAME = "SAME"
    MOST_GONE = "MOST_GONE"
    FAILED = "FAILED"


class ImportSource(Base):
    """An address that is asked again and again for an organization's events."""

    __tablename__ = "import_source"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    """The address: whoever has that of a private calendar can read it."""
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary(32))
    """By which the same address is known again."""
    shown: Mapped[str] = mapped_column(String(200))
    """What may be shown of the address."""
    added_by_id: Mapped[UUID | None]
    """Who follows it for the organization: what it brings goes out as what they post. None: nobody knows any more. No
    foreign key, since SQLite adds none to a table that is there."""
    every_minutes: Mapped[int]
    state: Mapped[SourceState] = mapped_column(choice(SourceState))
    answers: Mapped[str] = mapped_column(Text)
    """JSON, see server/imports/answers.py."""
    etag: Mapped[str | None] = mapped_column(String(500))
    last_modified: Mapped[str | None] = mapped_column(String(100))
    """As the server there said them, to ask whether there is anything new (RFC 9110 §13)."""
    result: Mapped[SourceResult | None] = mapped_column(choice(SourceResult))
    message: Mapped[str] = mapped_column(Text, default="")
    """A sentence about the last time."""
    checked_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    """In a row."""
    next_at: Mapped[datetime]
    """When it is asked again, at the earliest. Whoever moves it on is the one that asks."""
    created_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("organization_id", "fingerprint"),
        CheckConstraint("every_minutes >= 15", name="every"),
        Index("import_source_due", "state", "next_at"),
    )


class ImportDraft(Base):
    """A file, or what an address gave, between its preview and its import; it goes after a day."""

    __tablename__ = "import_draft"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    """Of the file, or what may be shown of the address."""
    content: Mapped[bytes] = mapped_column(LargeBinary)
    """The octets, compressed (RFC 1950)."""
    answers: Mapped[str] = mapped_column(Text)
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The address, where it came from one."""
    etag: Mapped[str | None] = mapped_column(String(500))
    last_modified: Mapped[str | None] = mapped_column(String(100))
    done: Mapped[str | None] = mapped_column(Text)
    """JSON: how many events were what, once it was imported."""
    created_at: Mapped[datetime] = mapped_column(index=True)


class ImportedEvent(Base):
    """What was last said of an event where it comes from. What differs from it was changed here, and stays."""

    __tablename__ = "imported_event"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    source_id: Mapped[UUID | None] = mapped_column(ForeignKey("import_source.id", ondelete="SET NULL"), index=True)
    """None: it came by file."""
    said: Mapped[str] = mapped_column(Text)
    """JSON, see server/imports/said.py."""
    taken_at: Mapped[datetime]
    """The event's `updated_at`, when nothing of it had been changed here."""
    gone_at: Mapped[datetime | None]
    """When it was no longer there, and so was cancelled."""
