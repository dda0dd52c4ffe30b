"""Invitations to a role, and who took them up."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base, choice
from server.events.staff import StaffRole
from server.organizations.models import Role


class InvitedTo(StrEnum):
    """What a role is in."""

    ORGANIZATION = "ORGANIZATION"
    EVENT = "EVENT"
    BOOTH = "BOOTH"
    CAMPUS = "CAMPUS"


class Invitation(Base):
    """A role that somebody may take up by a link, until it expires, is used up or is withdrawn.

    It is worth what its maker may do at the moment it is accepted: whoever lost a role invites nobody any more.
    """

    __tablename__ = "invitation"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    """The link holds the token, 256 random bits; this row only its hash."""
    to: Mapped[InvitedTo] = mapped_column(choice(InvitedTo))
    organization_id: Mapped[UUID | None] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"), index=True)
    event_id: Mapped[UUID | None] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)
    booth_id: Mapped[UUID | None] = mapped_column(ForeignKey("booth.id", ondelete="CASCADE"), index=True)
    campus_id: Mapped[UUID | None] = mapped_column(ForeignKey("campus.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role | None] = mapped_column(choice(Role))
    """In the organization."""
    staff_role: Mapped[StaffRole | None] = mapped_column(choice(StaffRole))
    """At the event."""
    email: Mapped[str | None] = mapped_column(String(254), index=True)
    """Lower-case. Only the account with this address may accept; None: whoever has the link."""
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    max_uses: Mapped[int]
    """How many people may accept."""
    uses: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    """Exclusive."""
    withdrawn_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email"),
        CheckConstraint("uses >= 0 AND uses <= max_uses", name="uses"),
        CheckConstraint(
            "(\"to\" = 'ORGANIZATION') = (organization_id IS NOT NULL AND role IS NOT NULL)", name="organization"
        ),
        CheckConstraint("(\"to\" = 'EVENT') = (event_id IS NOT NULL AND staff_role IS NOT NULL)", name="event"),
        CheckConstraint("(\"to\" = 'BOOTH') = (booth_id IS NOT NULL)", name="booth"),
        CheckConstraint("(\"to\" = 'CAMPUS') = (campus_id IS NOT NULL)", name="campus"),
    )


class InvitationAcceptance(Base):
    """Somebody took an invitation up. Append-only: leaving again changes nothing here."""

    __tablename__ = "invitation_acceptance"

    invitation_id: Mapped[UUID] = mapped_column(ForeignKey("invitation.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    accepted_at: Mapped[datetime]

    __table_args__ = (Index(None, "person_id"),)
