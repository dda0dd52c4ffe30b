"""Campuses and the places on them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base


class Campus(Base):
    """One site of the university, with the time zone that its events are told in."""

    __tablename__ = "campus"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    time_zone: Mapped[str] = mapped_column(String(64))
    """IANA name."""
    country: Mapped[str] = mapped_column(String(2))
    """ISO 3166-1 alpha-2."""
    updated_at: Mapped[datetime | None]
    """When it got another name; None: never."""


class CampusAdministrator(Base):
    """A person who looks after a campus: its organizations, reviews and settings."""

    __tablename__ = "campus_administrator"

    campus_id: Mapped[UUID] = mapped_column(ForeignKey("campus.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)


class Place(Base):
    """A venue (schema.org Place)."""

    __tablename__ = "place"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    campus_id: Mapped[UUID | None] = mapped_column(ForeignKey("campus.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str | None] = mapped_column(Text)
    """May hold commas and line breaks."""
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    """Degrees, WGS 84."""
    access_notes: Mapped[str | None] = mapped_column(Text)
    capacity: Mapped[int | None]

    __table_args__ = (
        UniqueConstraint("campus_id", "name"),
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude"),
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="geo"),
        CheckConstraint("capacity >= 0", name="capacity"),
    )
