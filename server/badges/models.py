"""Badges: a person's credential, as a code that holds nothing about them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base, choice


class BadgeState(StrEnum):
    ACTIVE = "ACTIVE"
    REVOKED = "REVOKED"
    REPLACED = "REPLACED"


_STANDING = text("event_id IS NULL AND state = 'ACTIVE'")
_FOR_EVENT = text("event_id IS NOT NULL AND state = 'ACTIVE'")


class Badge(Base):
    """One code of one person, for one event or standing. The database alone prints none (decision 0005)."""

    __tablename__ = "badge"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    event_id: Mapped[UUID | None] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    """None for the standing badge, of which a person has at most one that is active."""
    seed: Mapped[bytes] = mapped_column(LargeBinary(16))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    """SHA-256 of the 15-octet token."""
    state: Mapped[BadgeState] = mapped_column(choice(BadgeState), default=BadgeState.ACTIVE)
    issued_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    """When it was revoked or replaced."""
    late_until: Mapped[datetime | None]
    """Until when scans still arrive that were made before `ended_at`; None where none is taken any more."""

    __table_args__ = (
        CheckConstraint("(state = 'ACTIVE') = (ended_at IS NULL)", name="ended"),
        Index("badge_standing", "person_id", unique=True, sqlite_where=_STANDING, postgresql_where=_STANDING),
        Index(
            "badge_for_event",
            "person_id",
            "event_id",
            unique=True,
            sqlite_where=_FOR_EVENT,
            postgresql_where=_FOR_EVENT,
        ),
    )


class Guest(Base):
    """A person without a way to sign in, whom organizers brought into an event; until somebody claims them."""

    __tablename__ = "guest"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    event_id: Mapped[UUID | None] = mapped_column(ForeignKey("event.id", ondelete="SET NULL"), index=True)
    """For which they were brought in."""
    email: Mapped[str | None] = mapped_column(String(254), index=True)
    """As an organizer wrote it, lower-case. Nobody proved it, so it is no way to sign in, and on no card; who proves
    it is told of the guest."""
    created_at: Mapped[datetime]
