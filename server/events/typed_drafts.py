"""What somebody typed into an event's form and has not finished, as they typed it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base


class EventDraft(Base):
    """One person's unfinished form: of a new event of an organization, or of changes to an event."""

    __tablename__ = "event_draft"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"), index=True)
    event_id: Mapped[UUID | None] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    """None: of a new one."""
    typed: Mapped[str] = mapped_column(Text)
    """JSON: an object that has, by the name of each field, the list of what was typed or chosen there."""
    updated_at: Mapped[datetime]

    __table_args__ = (
        Index("event_draft_of_event", "person_id", "event_id", unique=True),
        Index(
            "event_draft_of_new",
            "person_id",
            "organization_id",
            unique=True,
            sqlite_where=text("event_id IS NULL"),
            postgresql_where=text("event_id IS NULL"),
        ),
    )
