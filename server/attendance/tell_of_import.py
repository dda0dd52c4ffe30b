"""Whoever comes to an event is told when an import calls it off or moves it, as where somebody does so by hand."""

from collections.abc import Collection
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from server.attendance.tell_of_change import Telling, telling_of
from server.config import Settings
from server.imports.announcing import Announcing


def told_of_import(settings: Settings, *, by: UUID | None = None, now: datetime) -> Announcing:
    """What imports are given: a mail for each person and event that one of their transactions changes.

    `by` is who imports, and is not told; None: an address said so, or an operator.
    """

    def around(session: AsyncSession, event_ids: Collection[UUID]) -> AbstractAsyncContextManager[Telling]:
        return telling_of(session, settings=settings, by=by, event_ids=event_ids, now=now)

    return around
