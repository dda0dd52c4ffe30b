"""Organizations' places in a fair, and who stands there."""

from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base


class Booth(Base):
    """An organization's place in a fair."""

    __tablename__ = "booth"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"), index=True)
    label: Mapped[str] = mapped_column(String(20))
    offers: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (UniqueConstraint("event_id", "label"), UniqueConstraint("event_id", "organization_id"))


class BoothStaff(Base):
    """Somebody who stands at a booth."""

    __tablename__ = "booth_staff"

    booth_id: Mapped[UUID] = mapped_column(ForeignKey("booth.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
