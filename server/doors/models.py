"""Doors of an event: stations, who joined one by its link, and who came in."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base, choice

_OPEN = text("closed_at IS NULL")


class CheckInMethod(StrEnum):
    """How somebody was found at the door."""

    CAMERA = "CAMERA"
    PHOTO = "PHOTO"
    HANDHELD = "HANDHELD"
    TYPED = "TYPED"
    NAME = "NAME"
    DESK = "DESK"
    SELF = "SELF"


class Doubt(StrEnum):
    """Why somebody would have been turned away who was let in."""

    NOT_REGISTERED = "NOT_REGISTERED"
    WAITLISTED = "WAITLISTED"
    OVER_CAPACITY = "OVER_CAPACITY"
    WRONG_DAY = "WRONG_DAY"
    WRONG_EVENT = "WRONG_EVENT"
    CALLED_OFF = "CALLED_OFF"


class DoorStation(Base):
    """A door of one instance of an event, as its organizer named it."""

    __tablename__ = "door_station"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    occurrence_id: Mapped[UUID]
    """Not a foreign key, as in `attendance`: occurrences are a cache."""
    name: Mapped[str] = mapped_column(String(80))
    lets_in_anyway: Mapped[bool]
    """Whether whoever staffs it may let in somebody who is not on the list."""
    link_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    """SHA-256 of the link by which it is staffed; None without one."""
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("length(name) > 0", name="name"),
        Index("door_station_name", "occurrence_id", "name", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )


class DoorStaff(Base):
    """Somebody who staffs a station since they opened its link. For the whole event it is `EventStaff`."""

    __tablename__ = "door_staff"

    station_id: Mapped[UUID] = mapped_column(ForeignKey("door_station.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    joined_at: Mapped[datetime]


class CheckIn(Base):
    """The append-only fact that somebody was let in; again at another door, it is another one."""

    __tablename__ = "check_in"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    """Made by the device."""
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    occurrence_id: Mapped[UUID]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    badge_id: Mapped[UUID | None] = mapped_column(ForeignKey("badge.id", ondelete="SET NULL"), index=True)
    """None where none was scanned."""
    station_id: Mapped[UUID | None] = mapped_column(ForeignKey("door_station.id", ondelete="SET NULL"), index=True)
    """None at the desk, and for who checked in themselves."""
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    scanned_at: Mapped[datetime]
    """By the device's clock."""
    received_at: Mapped[datetime]
    how: Mapped[CheckInMethod] = mapped_column(choice(CheckInMethod, "how"))
    doubt: Mapped[Doubt | None] = mapped_column(choice(Doubt))
    """None for whoever is on the list."""
    late: Mapped[bool] = mapped_column(default=False)
    """Whether it waited on a device, and so was decided without the server."""
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)

    __table_args__ = (
        Index(None, "occurrence_id", "scanned_at"),
        Index(None, "occurrence_id", "person_id"),
    )
