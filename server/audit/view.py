"""Whoever looks after a campus sees private fields of people, and that is written down before they see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from server.audit.models import Action, AuditEntry
from server.audit.record import record, written
from server.db import Database


@dataclass(frozen=True, slots=True)
class View:
    """Somebody's private fields, as part of a thing."""

    subject_id: UUID
    what: str
    """What the thing is, such as `invitation`."""
    id: UUID
    """The thing's."""

    @property
    def detail(self) -> dict[str, str]:
        return {self.what: self.id.hex}


async def note_views(
    database: Database, *, viewer_id: UUID, campus_id: UUID | None, views: Sequence[View], now: datetime
) -> None:
    """Write down that `viewer_id` is about to be shown `views`: each once a day (UTC), so that what is opened again
    costs one read. What people see of themselves is none. Two first views at the same moment may both be written.
    """
    others = [view for view in views if view.subject_id != viewer_id]
    if not others:
        return
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    noted = {(row.subject_id, row.detail) for row in await database.rows(_noted(viewer_id, midnight))}
    missing = [view for view in dict.fromkeys(others) if (view.subject_id, written(view.detail)) not in noted]
    if not missing:
        return
    async with database.write() as session:
        for view in missing:
            await record(
                session,
                actor_id=viewer_id,
                action=Action.PRIVATE_FIELDS_VIEWED,
                subject_id=view.subject_id,
                campus_id=campus_id,
                detail=view.detail,
                now=now,
            )


def _noted(viewer_id: UUID, since: datetime) -> Select[Any]:
    entry = AuditEntry.__table__.c
    return select(entry.subject_id, entry.detail).where(
        entry.actor_id == viewer_id,
        entry.at >= since,
        entry.action == Action.PRIVATE_FIELDS_VIEWED,
    )
