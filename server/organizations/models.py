"""Organizations of every kind, and who belongs to them."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Enum, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, validates

from server.db import Base, choice
from server.words import fold


class OrganizationKind(StrEnum):
    STUDENT_GROUP = "STUDENT_GROUP"
    DEPARTMENT = "DEPARTMENT"
    COLLEGE = "COLLEGE"
    OFFICE = "OFFICE"
    ALUMNI_CHAPTER = "ALUMNI_CHAPTER"
    EMPLOYER = "EMPLOYER"


class Posting(StrEnum):
    """Whether an organization's events are looked at before everybody sees them."""

    FREELY = "FREELY"
    REVIEWED = "REVIEWED"


class Role(StrEnum):
    """What a membership entitles to. ORGANIZER and OFFICER post events, RECRUITER captures leads."""

    MEMBER = "MEMBER"
    ORGANIZER = "ORGANIZER"
    RECRUITER = "RECRUITER"
    OFFICER = "OFFICER"


def name_key(name: str) -> str:
    """What an organization is sorted and found by: its name without accents and case."""
    return fold(name).strip()[:200]


def _name_key(context: Any) -> str:
    return name_key(context.get_current_parameters()["name"])


class Organization(Base):
    """A student group, department, college, office, alumni chapter or employer (schema.org Organization)."""

    __tablename__ = "organization"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(
        # Both databases have to sort it by octets, or a prefix is no range.
        String(200).with_variant(String(200, collation="C"), "postgresql"),
        default=_name_key,
    )
    """`name_key(name)`, written with the name."""
    kind: Mapped[OrganizationKind] = mapped_column(choice(OrganizationKind))
    summary: Mapped[str] = mapped_column(String(500), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    """Markdown."""
    url: Mapped[str | None] = mapped_column(String(500))
    campus_id: Mapped[UUID | None] = mapped_column(ForeignKey("campus.id"))
    posting: Mapped[Posting] = mapped_column(
        Enum(Posting, native_enum=False, create_constraint=False, length=32), default=Posting.FREELY
    )
    """Without a CHECK: it was added to a table of old, which SQLite would rebuild for it."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (
        Index(None, "name_key", "id"),
        Index(None, "kind", "name_key", "id"),
        Index(None, "campus_id", "name_key", "id"),
        Index(None, "campus_id", "kind", "name_key", "id"),
    )

    @validates("name")
    def _with_key(self, _attribute: str, name: str) -> str:
        self.name_key = name_key(name)
        return name


class Membership(Base):
    """A person in an organization, with one role."""

    __tablename__ = "membership"

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[Role] = mapped_column(choice(Role))
    created_at: Mapped[datetime]

    __table_args__ = (Index(None, "person_id"),)


class TrustedPoster(Base):
    """A person whose events for an organization are published unreviewed, though those of others there are not."""

    __tablename__ = "trusted_poster"

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    trusted_at: Mapped[datetime]
