"""Whom organizers let in beside those for whom an event is, and what they ask of those who come."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base, choice


class QuestionKind(StrEnum):
    """How a question is answered."""

    TEXT = "TEXT"
    CHOICE = "CHOICE"


class EventAdmission(Base):
    """Somebody who may come to an event although it is for others."""

    __tablename__ = "event_admission"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    created_at: Mapped[datetime]


class EventQuestion(Base):
    """What is asked of those who come to an event, or to any instance of a series."""

    __tablename__ = "event_question"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(300))
    kind: Mapped[QuestionKind] = mapped_column(choice(QuestionKind))
    options: Mapped[str] = mapped_column(Text, default="")
    """What can be chosen, a line each; empty for TEXT."""
    required: Mapped[bool]
    """Whether nobody comes without an answer."""

    __table_args__ = (CheckConstraint("length(text) > 0", name="text"), Index(None, "event_id", "position"))


class EventAnswer(Base):
    """What somebody who comes answered; once for all instances of a series."""

    __tablename__ = "event_answer"

    question_id: Mapped[UUID] = mapped_column(ForeignKey("event_question.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    text: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime]
