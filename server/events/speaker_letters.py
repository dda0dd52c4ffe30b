"""Whom organizers asked to speak by an address of which there was no account, and who wants no such mail."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base


class SpeakerLetter(Base):
    """Whoever signs in with this address is asked to speak in an agenda item. Once they answer, it is gone."""

    __tablename__ = "speaker_letter"

    agenda_item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_item.id", ondelete="CASCADE"), primary_key=True)
    email: Mapped[str] = mapped_column(String(254), primary_key=True, index=True)
    """Lower-case."""
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)
    """Of the link by which whoever reads the mail says that they want no more; this row has only its hash."""
    asked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    asked_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("email = lower(email)", name="email"),)


class QuietAddress(Base):
    """An address at which nobody without an account is asked any more. Kept as a hash: who it is, is not known."""

    __tablename__ = "quiet_address"

    address_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    since: Mapped[datetime]
