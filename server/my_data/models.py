"""How long a campus keeps what is no longer needed, and who was told that their account goes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base


class Retention(Base):
    """How long one campus keeps things, in months; None: for good. A campus without a row keeps all for good."""

    __tablename__ = "retention"

    campus_id: Mapped[UUID] = mapped_column(ForeignKey("campus.id", ondelete="CASCADE"), primary_key=True)
    accounts_months: Mapped[int | None]
    """Accounts that nobody signs in to, since they were last used."""
    encounters_months: Mapped[int | None]
    """Encounters, since they were received."""
    logs_months: Mapped[int | None]
    """Entries of the audit trail, sessions that ended, and mail that could not be delivered."""
    updated_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("accounts_months > 0", name="accounts"),
        CheckConstraint("encounters_months > 0", name="encounters"),
        CheckConstraint("logs_months > 0", name="logs"),
    )


class AccountWarning(Base):
    """Somebody was told by mail that their account goes, unless they sign in."""

    __tablename__ = "account_warning"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    warned_at: Mapped[datetime]
