"""What was done that matters: who, when, to whom."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Enum, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base


class Action(StrEnum):
    """What was done."""

    SIGNED_IN = "SIGNED_IN"
    SIGN_IN_FAILED = "SIGN_IN_FAILED"
    SIGNED_OUT_EVERYWHERE = "SIGNED_OUT_EVERYWHERE"
    ROLE_GIVEN = "ROLE_GIVEN"
    ROLE_TAKEN = "ROLE_TAKEN"
    EXPORTED = "EXPORTED"
    ERASED = "ERASED"
    PRIVATE_FIELDS_VIEWED = "PRIVATE_FIELDS_VIEWED"
    API_TOKEN_MADE = "API_TOKEN_MADE"  # noqa: S105  # an act, no token
    API_TOKEN_TAKEN_BACK = "API_TOKEN_TAKEN_BACK"  # noqa: S105  # an act, no token
    RETENTION_CHANGED = "RETENTION_CHANGED"
    PERSON_REPORTED = "PERSON_REPORTED"
    REPORT_CLOSED = "REPORT_CLOSED"
    PERSON_LET_IN = "PERSON_LET_IN"
    TAKEN_OFF_LIST = "TAKEN_OFF_LIST"
    ATTENDEES_WRITTEN_TO = "ATTENDEES_WRITTEN_TO"
    ATTENDEES_EXPORTED = "ATTENDEES_EXPORTED"
    ORGANIZATION_RENAMED = "ORGANIZATION_RENAMED"
    PLACE_RENAMED = "PLACE_RENAMED"
    CAMPUS_RENAMED = "CAMPUS_RENAMED"
    PLACE_ADDED = "PLACE_ADDED"
    CAMPUS_ADDED = "CAMPUS_ADDED"
    LEADS_EXPORTED = "LEADS_EXPORTED"
    BOOTH_GIVEN = "BOOTH_GIVEN"
    BOOTH_TAKEN = "BOOTH_TAKEN"
    CALENDAR_ADDRESS_MADE = "CALENDAR_ADDRESS_MADE"
    CALENDAR_ADDRESS_TAKEN_BACK = "CALENDAR_ADDRESS_TAKEN_BACK"
    PASSKEY_ADDED = "PASSKEY_ADDED"
    PASSKEY_REMOVED = "PASSKEY_REMOVED"
    ROSTER_TAKEN = "ROSTER_TAKEN"
    ROSTER_RENEWED = "ROSTER_RENEWED"
    BADGES_ISSUED = "BADGES_ISSUED"
    BADGES_PRINTED = "BADGES_PRINTED"
    BADGE_REVOKED = "BADGE_REVOKED"
    BADGE_REPLACED = "BADGE_REPLACED"
    GUEST_BROUGHT_IN = "GUEST_BROUGHT_IN"
    GUEST_CLAIMED = "GUEST_CLAIMED"


class AuditEntry(Base):
    """One act. Append-only: the database itself refuses to change one, or to delete one that is not old enough.

    It holds ids and no personal values, and no foreign key: who is erased leaves ids that lead nowhere.
    """

    __tablename__ = "audit_entry"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    """The person who did it; None where nobody was signed in, or Hallway did it by itself."""
    action: Mapped[Action] = mapped_column(Enum(Action, native_enum=False, create_constraint=False, length=40))
    """Without a CHECK, which SQLite could not widen for an action that comes later."""
    subject_id: Mapped[UUID | None]
    """The person to whom it was done, where that is somebody else or nobody was signed in."""
    campus_id: Mapped[UUID | None]
    """Whose administrators read it in their trail; None: nobody's. As it was then, whoever moved since."""
    detail: Mapped[str] = mapped_column(Text, default="{}")
    """JSON, an object of text."""

    __table_args__ = (
        Index(None, "actor_id", "at", "id"),
        Index(None, "subject_id", "at", "id"),
        Index(None, "campus_id", "at", "id"),
        Index(None, "at"),
    )
