"""Events that wait for a campus's administrators, and those that they sent back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base


class EventReview(Base):
    """How an event stands with its reviewers; gone once it is published. Its history keeps every step."""

    __tablename__ = "event_review"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    sender_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    sent_at: Mapped[datetime]
    sent_back_at: Mapped[datetime | None]
    """None: it waits."""
    reason: Mapped[str | None] = mapped_column(Text)
    """Why it was sent back, for those who post for its host."""

    __table_args__ = (Index(None, "sent_at"),)
