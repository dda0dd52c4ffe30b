"""What somebody writes about a contact: notes, and tags that they put on and take off again."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base, choice
from server.errors import FieldError

MAX_NOTE = 2000
"""Characters."""
MAX_TAG = 40
"""Characters."""


class NoteKind(StrEnum):
    NOTE = "NOTE"
    TAG = "TAG"
    UNTAG = "UNTAG"


class Note(Base):
    """Something that the owner of a contact wrote. Append-only: a tag that is taken off is one row more."""

    __tablename__ = "contact_note"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    """Made where it was written, so that sending it again is harmless."""
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    """Whose contact it is: nobody else sees it."""
    contact_id: Mapped[UUID] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    kind: Mapped[NoteKind] = mapped_column(choice(NoteKind))
    text: Mapped[str] = mapped_column(Text)
    """The note, or the tag."""
    written_at: Mapped[datetime]
    """The device's clock, never later than `received_at`."""
    received_at: Mapped[datetime]
    """The server's clock; those that came together are a microsecond apart, in their order."""

    __table_args__ = (
        CheckConstraint("length(text) > 0", name="text"),
        Index(None, "contact_id", "written_at"),
        Index(None, "owner_id", "kind"),
    )


def tidied(kind: NoteKind, text: str) -> str:
    """As it is kept: a tag stands on one line, with single spaces."""
    return text.strip() if kind is NoteKind.NOTE else " ".join(text.split())


def faults(kind: NoteKind, text: str, path: str = "text") -> list[FieldError]:
    """What is the matter with a tidied text."""
    what, most = ("note", MAX_NOTE) if kind is NoteKind.NOTE else ("tag", MAX_TAG)
    found = []
    if not text:
        found.append(FieldError((path,), f"Write a {what} first."))
    if len(text) > most:
        found.append(FieldError((path,), f"Keep the {what} to {most} characters; this one has {len(text)}."))
    if any(c == "\0" or "\ud800" <= c <= "\udfff" for c in text):
        found.append(FieldError((path,), f"The {what} holds a character that no text has. Type it again."))
    return found
