"""Address books, and the encounters by which people came into them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base, choice


class ScanMethod(StrEnum):
    """How a badge was read."""

    CAMERA = "CAMERA"
    PHOTO = "PHOTO"
    HANDHELD = "HANDHELD"
    TYPED = "TYPED"
    LINK = "LINK"


class ContactState(StrEnum):
    """PENDING until the person confirms, where they asked to be asked. WITHDRAWN is never stored: `withdrawn_at`
    beside ACTIVE says it."""

    ACTIVE = "ACTIVE"
    PENDING = "PENDING"
    WITHDRAWN = "WITHDRAWN"


class Encounter(Base):
    """The fact that somebody scanned a badge. Append-only: never overwritten, and changed only by being undone."""

    __tablename__ = "encounter"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    """Made by the scanning device, so that sending it again is harmless."""
    scanner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    """Whose badge it was."""
    badge_id: Mapped[UUID] = mapped_column(ForeignKey("badge.id"), index=True)
    event_id: Mapped[UUID | None] = mapped_column(ForeignKey("event.id"), index=True)
    occurrence_id: Mapped[UUID | None]
    """Which instance of a recurring event; the event's own id for a single one."""
    booth_id: Mapped[UUID | None] = mapped_column(ForeignKey("booth.id"), index=True)
    scanned_at: Mapped[datetime]
    """The device's clock."""
    received_at: Mapped[datetime]
    """The server's clock."""
    how: Mapped[ScanMethod] = mapped_column(choice(ScanMethod))
    note: Mapped[str | None] = mapped_column(Text)
    """The scanner's own words; nobody else sees them."""
    granted: Mapped[str] = mapped_column(Text, default="")
    """Names of the card fields that the scanned person granted then, space-separated."""
    undone_at: Mapped[datetime | None]
    """When the scanner took it back; it no longer says how the two met."""

    __table_args__ = (
        CheckConstraint("scanner_id <> person_id", name="two_people"),
        Index(None, "scanner_id", "scanned_at", "id"),
        Index(None, "person_id", "scanner_id", "scanned_at"),
    )


class Contact(Base):
    """An entry in somebody's address book: a person on Hallway, or a name written down (RFC 6350)."""

    __tablename__ = "contact"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    name: Mapped[str | None] = mapped_column(String(200))
    """What the owner calls them; None shows the name from their card."""
    state: Mapped[ContactState] = mapped_column(choice(ContactState), default=ContactState.ACTIVE)
    mutual: Mapped[bool] = mapped_column(default=False)
    """Whether the other has a contact of the owner too: fields for MET are seen only then."""
    first_met_at: Mapped[datetime]
    last_met_at: Mapped[datetime]
    created_at: Mapped[datetime]
    granted: Mapped[int] = mapped_column(default=0)
    """What the person has granted the owner (`server.people.policies.BIT_OF`): the bounds of the living card."""
    expires_at: Mapped[datetime | None]
    """When the grant ends; a server withdraws it within half a minute from then on. None: never."""
    withdrawn_at: Mapped[datetime | None]
    """When the person took back what they had granted, or said no; nothing is shown, and the next scan asks them."""
    employer_id: Mapped[UUID | None] = mapped_column(index=True)
    """The employer whose people the owner belongs to, where they met as such. Not a foreign key: added later."""
    made_by_id: Mapped[UUID | None]
    """The encounter that made it; None where something else did. Any other encounter finds them already met.

    Not a foreign key: it is only compared with an encounter at hand, and scans pay for every index."""

    __table_args__ = (
        UniqueConstraint("owner_id", "person_id"),
        CheckConstraint("owner_id <> person_id", name="two_people"),
        Index(None, "owner_id", "last_met_at", "id"),
        Index(
            "contact_ends",
            "expires_at",
            sqlite_where=text("withdrawn_at IS NULL AND expires_at IS NOT NULL"),
            postgresql_where=text("withdrawn_at IS NULL AND expires_at IS NOT NULL"),
        ),
    )
