"""Which organizations were asked to hold an event along, and have not said yes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base


class HostAsk(Base):
    """An organization is asked to hold an event along. Only the two see it; once it says yes, it is gone."""

    __tablename__ = "host_ask"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    organization_id: Mapped[UUID] = mapped_column(
        ForeignKey("organization.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    asked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    """Who is told what it answers."""
    asked_at: Mapped[datetime]
    declined_at: Mapped[datetime | None]
    """When it said no. The row stays, so that it is not asked again."""
