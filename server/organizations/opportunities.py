"""What an organization offers: positions and projects (schema.org JobPosting)."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base, choice


class OpportunityKind(StrEnum):
    CO_OP = "CO_OP"
    INTERNSHIP = "INTERNSHIP"
    JOB = "JOB"
    PROJECT = "PROJECT"
    RESEARCH = "RESEARCH"


class Opportunity(Base):
    """A position or project that an organization posts. Everybody sees it until it closes."""

    __tablename__ = "opportunity"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"))
    kind: Mapped[OpportunityKind] = mapped_column(choice(OpportunityKind))
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(String(500), default="")
    url: Mapped[str | None] = mapped_column(String(500))
    """Where one applies."""
    closes_on: Mapped[date | None] = mapped_column(Date)
    """The last day, wherever the reader is; None: until it is taken down."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    """When it was taken down."""

    __table_args__ = (CheckConstraint("length(title) > 0", name="title"), Index(None, "organization_id", "created_at"))
