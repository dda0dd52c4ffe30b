"""Organizations in somebody's address book: whose booth they visited, or whose people they met at one."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base


class OrganizationContact(Base):
    """An organization that somebody met. A table of its own beside `contact`, whose rows are of people, with what each
    grants: an organization grants nothing, and is told nothing (decision 0021)."""

    __tablename__ = "organization_contact"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"), index=True)
    booth_id: Mapped[UUID | None] = mapped_column(ForeignKey("booth.id", ondelete="SET NULL"), index=True)
    """The booth where they met first."""
    first_met_at: Mapped[datetime]
    last_met_at: Mapped[datetime]
    created_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("owner_id", "organization_id"), Index(None, "owner_id", "last_met_at", "id"))
