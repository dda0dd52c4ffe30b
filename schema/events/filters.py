"""What a list of events can be narrowed to, in GraphQL."""

from datetime import datetime

import strawberry

import schema.events.enums  # noqa: F401  # describes the enums
from schema.context import Context
from server.actor import Actor
from server.events import filter as domain
from server.events.models import AttendanceMode, EventKind
from server.events.narrowing import Narrowing
from server.finding.personal import Personal, narrowings, personal


@strawberry.input(
    description=(
        "Narrows a list of events. What is null or empty narrows nothing; several values of one field mean any of"
        " them. Without `from`, events are listed that have not ended; those that began more than 31 days ago are left"
        " out even so. Without `from` and with a `to` that is over, all are listed that began before it."
    )
)
class EventFilter:
    kinds: list[EventKind] | None = strawberry.field(default=None, description="Of any of these kinds.")
    campus: str | None = strawberry.field(default=None, description="Slug of the campus that it belongs to.")
    organization: str | None = strawberry.field(default=None, description="Slug of the organization whose it is.")
    tags: list[str] | None = strawberry.field(
        default=None, description="With any of these tags; case doesn't matter. At most 10."
    )
    from_: datetime | None = strawberry.field(name="from", default=None, description="Starting then or later.")
    to: datetime | None = strawberry.field(default=None, description="Starting before then.")
    text: str | None = strawberry.field(
        default=None,
        description=(
            "With all of these words in its name, texts, tags, programme, place or host; case and accents don't matter."
            " The last word may be the beginning of a longer one. At most 200 characters."
        ),
    )
    attendance_modes: list[AttendanceMode] | None = strawberry.field(
        default=None, description="Where one can take part in any of these ways."
    )
    followed: bool = strawberry.field(
        default=False, description="Only of organizations that you follow; refused when nobody is signed in."
    )
    open_to_me: bool = strawberry.field(
        default=False,
        description="Only what is for you, by its audience and majors; refused when nobody is signed in.",
    )
    contacts_going: bool = strawberry.field(
        default=False,
        description="Only where contacts of yours go who let you know; refused when nobody is signed in.",
    )


def narrowings_of(given: EventFilter | None, actor: Actor) -> tuple[Narrowing, ...]:
    """What a count of days takes for the part of a filter that depends on who looks."""
    return narrowings(actor, **_who_looks(given or EventFilter()))


async def personal_of(given: EventFilter | None, context: Context) -> Personal:
    """What a list takes for it."""
    return await personal(context.database, actor=context.actor, **_who_looks(given or EventFilter()))


def _who_looks(given: EventFilter) -> dict[str, bool]:
    return {"followed": given.followed, "contacts_going": given.contacts_going, "open_to_me": given.open_to_me}


def as_filter(given: EventFilter | None) -> domain.EventFilter:
    if given is None:
        return domain.EventFilter()
    return domain.EventFilter(
        kinds=tuple(given.kinds or ()),
        campus=given.campus,
        organization=given.organization,
        tags=tuple(given.tags or ()),
        since=given.from_,
        until=given.to,
        text=given.text,
        attendance_modes=tuple(given.attendance_modes or ()),
    )
