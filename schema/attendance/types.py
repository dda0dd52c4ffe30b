"""What somebody answered, as GraphQL shows it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import strawberry

from schema.context import Context
from schema.enums import described
from schema.loaders import loader
from server.actor import Scope, member_with
from server.attendance.eligible import why_not
from server.attendance.errors import WhyClosed
from server.events.attendance import AttendanceStatus

described(
    AttendanceStatus,
    "What became of somebody’s answer (RFC 5545 PARTSTAT).",
    GOING="They come, and have a place.",
    INTERESTED="They may come; it takes no place.",
    WAITLISTED="They want to come, and wait for a place.",
    CANCELLED="They don’t come.",
)
described(
    WhyClosed,
    "Why nobody can say now that they come.",
    NOT_PUBLISHED="It is not published yet.",
    CANCELLED="It is cancelled.",
    POSTPONED="It is put off, without a new time yet.",
    OVER="It is over.",
    NOT_TAKEN="It takes no answers here.",
    NOT_YET="Answers haven’t begun, see `rsvpOpensAt`.",
    CLOSED="Answers have closed, see `rsvpClosesAt`.",
)


@strawberry.type(description="What you answered.")
class ViewerAttendance:
    key: strawberry.Private[UUID | None] = None
    status: AttendanceStatus = strawberry.field(default=None, description="What became of it.")
    waits_as: int | None = strawberry.field(
        default=None, description="Your place in line: 1 is next. Null unless you wait."
    )
    seen_by_met: bool = strawberry.field(
        default=None, description="Whether those whom you have met may see that you come."
    )


async def load_why_not(context: Context, event_key: UUID | None) -> str | None:
    """Why an event is not for whoever asks. One statement for all events of a request, none for strangers."""
    member = member_with(context.actor, Scope.READ_EVENTS)
    if member is None:
        return None
    person_id = member.person_id

    async def load(keys: Sequence[UUID | None]) -> Mapping[UUID | None, str | None]:
        events = [key for key in keys if key is not None]
        found = await why_not(context.database, person_id=person_id, event_ids=events)
        return {key: found.get(key) for key in events}

    return await loader(context, "why_not", load).load(event_key)
