"""Who works at an event."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base, choice


class StaffRole(StrEnum):
    """What somebody does at one event."""

    DOOR = "DOOR"
    HOST = "HOST"


class EventStaff(Base):
    """Somebody who works at one event, such as a volunteer at the door."""

    __tablename__ = "event_staff"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[StaffRole] = mapped_column(choice(StaffRole))

    __table_args__ = (Index(None, "person_id"),)
