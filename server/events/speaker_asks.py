"""Whom organizers asked to speak, and who has not answered yet."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base


class SpeakerAsk(Base):
    """Somebody is asked to speak in an agenda item. Nobody sees it but they, until they say yes; then it is gone."""

    __tablename__ = "speaker_ask"

    agenda_item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_item.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    asked_at: Mapped[datetime]
