"""What a booth's team writes about those it met, and what it asks them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.attendance.models import QuestionKind
from server.db import Base, choice


class LeadEntryKind(StrEnum):
    """What an entry says."""

    STARS = "STARS"
    TAG = "TAG"
    UNTAG = "UNTAG"
    NOTE = "NOTE"
    ANSWER = "ANSWER"


class LeadQuestion(Base):
    """What an organization's people ask those whom they meet: at every fair, or at one."""

    __tablename__ = "lead_question"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"))
    event_id: Mapped[UUID | None] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    """None: at every fair."""
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(300))
    kind: Mapped[QuestionKind] = mapped_column(choice(QuestionKind))
    options: Mapped[str] = mapped_column(Text, default="")
    """What can be chosen, a line each; empty for TEXT."""
    ended_at: Mapped[datetime | None]
    """Since when it is asked no longer; what was answered stays."""

    __table_args__ = (CheckConstraint("length(text) > 0", name="text"), Index(None, "organization_id", "position"))


class LeadEntry(Base):
    """One thing that a colleague says of somebody whom the booth met. Append-only, so that nobody's is overwritten:
    what holds is the last by the device's clock, whatever order they arrive in (decision 0021)."""

    __tablename__ = "lead_entry"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    """Made by the device, so that sending it again is harmless."""
    booth_id: Mapped[UUID] = mapped_column(ForeignKey("booth.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    """About whom."""
    author_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[LeadEntryKind] = mapped_column(choice(LeadEntryKind))
    stars: Mapped[int | None]
    """1 to 5, for STARS."""
    text: Mapped[str | None] = mapped_column(Text)
    """The tag, note or answer."""
    question_id: Mapped[UUID | None] = mapped_column(ForeignKey("lead_question.id"))
    written_at: Mapped[datetime]
    """The device's clock."""
    received_at: Mapped[datetime]
    """The server's clock."""

    __table_args__ = (
        CheckConstraint("(kind = 'STARS') = (stars IS NOT NULL)", name="stars"),
        CheckConstraint("stars BETWEEN 1 AND 5", name="five_stars"),
        CheckConstraint("(kind = 'STARS') = (text IS NULL)", name="words"),
        CheckConstraint("(kind = 'ANSWER') = (question_id IS NOT NULL)", name="answer"),
        Index(None, "booth_id", "person_id"),
        Index(None, "question_id"),
    )
