"""An instance of an event, as whoever works at it names it: by its event's name, and of a series by its own."""

from datetime import datetime
from typing import Annotated, Any, TypeAlias

import strawberry

from schema.context import Info
from server.attendance.organizing import Organizing, organizing

Slug: TypeAlias = Annotated[str, strawberry.argument(description="The event's name in addresses.")]
RecurrenceId: TypeAlias = Annotated[
    datetime | None, strawberry.argument(description="`recurrenceId` of one instance of a series.")
]


async def worked_at(info: Info, slug: str, recurrence_id: datetime | None) -> tuple[Any, Organizing] | None:
    """The instance and what the viewer is there; None for whoever doesn't work at it."""
    context = info.context
    return await organizing(
        context.database, actor=context.actor, slug=slug, recurrence_id=recurrence_id, now=context.now
    )
