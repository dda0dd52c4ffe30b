"""What somebody follows. It is theirs alone: nobody sees who follows what."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base


class FollowedOrganization(Base):
    """A group, department or employer whose events somebody wants to hear of."""

    __tablename__ = "followed_organization"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    organization_id: Mapped[UUID] = mapped_column(
        ForeignKey("organization.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    created_at: Mapped[datetime]


class FollowedCampus(Base):
    """A campus, be it one's own or not."""

    __tablename__ = "followed_campus"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    campus_id: Mapped[UUID] = mapped_column(ForeignKey("campus.id", ondelete="CASCADE"), primary_key=True, index=True)
    created_at: Mapped[datetime]


class FollowedTag(Base):
    """A word by which events are found; lower-case, whether an event has it yet or not."""

    __tablename__ = "followed_tag"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    tag: Mapped[str] = mapped_column(String(60), primary_key=True)
    created_at: Mapped[datetime]
