"""A booth's own code, which visitors scan as they scan a badge, and the visits that come of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from server.contacts.models import ScanMethod
from server.db import Base, choice


class BoothCode(Base):
    """The one code of a booth: derived as a badge's is, so the database alone prints none (decision 0005)."""

    __tablename__ = "booth_code"

    booth_id: Mapped[UUID] = mapped_column(ForeignKey("booth.id", ondelete="CASCADE"), primary_key=True)
    seed: Mapped[bytes] = mapped_column(LargeBinary(16))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    """SHA-256 of the 15-octet token."""
    made_at: Mapped[datetime]


class BoothVisit(Base):
    """The fact that somebody scanned a booth's code. Append-only."""

    __tablename__ = "booth_visit"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    """Made by the scanning device, so that sending it again is harmless."""
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    """Who scanned."""
    booth_id: Mapped[UUID] = mapped_column(ForeignKey("booth.id", ondelete="CASCADE"), index=True)
    scanned_at: Mapped[datetime]
    """The device's clock."""
    received_at: Mapped[datetime]
    """The server's clock."""
    how: Mapped[ScanMethod] = mapped_column(choice(ScanMethod))

    __table_args__ = (Index(None, "person_id", "scanned_at", "id"),)
