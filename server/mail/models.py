"""Mail on its way out. A row is gone once its mail is delivered."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base


class OutgoingMail(Base):
    """One mail to one address."""

    __tablename__ = "outgoing_mail"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    """Also in its Message-ID, so that a mail which is delivered twice can be known as one."""
    recipient: Mapped[str | None] = mapped_column(String(254))
    """None: a mail to nobody, which is taken away instead of being sent."""
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    """Subject and text. They hold codes and links that open something, so the database alone can't read them."""
    created_at: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(index=True)
    """When to try next. Whoever tries puts it off first, so that nobody else tries meanwhile."""
    attempts: Mapped[int] = mapped_column(default=0)
