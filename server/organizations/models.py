"""Organizations of every kind, and who belongs to them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base, choice


class OrganizationKind(StrEnum):
    STUDENT_GROUP = "STUDENT_GROUP"
    DEPARTMENT = "DEPARTMENT"
    COLLEGE = "COLLEGE"
    OFFICE = "OFFICE"
    ALUMNI_CHAPTER = "ALUMNI_CHAPTER"
    EMPLOYER = "EMPLOYER"


class Role(StrEnum):
    """What a membership entitles to. ORGANIZER and OFFICER post events, RECRUITER captures leads."""

    MEMBER = "MEMBER"
    ORGANIZER = "ORGANIZER"
    RECRUITER = "RECRUITER"
    OFFICER = "OFFICER"


class Organization(Base):
    """A student group, department, college, office, alumni chapter or employer (schema.org Organization)."""

    __tablename__ = "organization"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[OrganizationKind] = mapped_column(choice(OrganizationKind))
    summary: Mapped[str] = mapped_column(String(500), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    """Markdown."""
    url: Mapped[str | None] = mapped_column(String(500))
    campus_id: Mapped[UUID | None] = mapped_column(ForeignKey("campus.id"), index=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (Index(None, "kind", "name", "id"), Index(None, "name", "id"))


class Membership(Base):
    """A person in an organization, with one role."""

    __tablename__ = "membership"

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[Role] = mapped_column(choice(Role))
    created_at: Mapped[datetime]

    __table_args__ = (Index(None, "person_id"),)
