"""Filters that somebody keeps under a name."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base


class SavedFilter(Base):
    """A filter of the list of events, with an address of its own."""

    __tablename__ = "saved_filter"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(32), unique=True)
    """In its address; drawn at random, so that nobody finds others by counting."""
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(100))
    filter: Mapped[str] = mapped_column(Text)
    """As JSON: the parts of an EventFilter that narrow something, by name."""
    created_at: Mapped[datetime]

    __table_args__ = (Index(None, "person_id", "created_at"),)
