"""How often the key of an event's rosters was changed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base


class RosterEpoch(Base):
    """The current epoch of an event whose rosters got a new key; without a row it is 1."""

    __tablename__ = "roster_epoch"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    epoch: Mapped[int]
    renewed_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("epoch > 1", name="epoch"),)
