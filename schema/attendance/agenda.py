"""What somebody has in their own calendar, in GraphQL."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from schema.connections import Connection, Page
from schema.context import Info
from schema.enums import described
from schema.events.types import Event, as_events
from server.attendance import agenda as domain
from server.attendance.agenda import AgendaRole
from server.events.find import events_by_id
from server.paging import write_cursor

described(
    AgendaRole,
    "Why an event is in somebody’s agenda.",
    HOSTING="They post it for its organization, or work there: as a host, at the door, or at a booth.",
    SPEAKING="They speak there.",
    GOING="They said that they come.",
    WAITLISTED="They wait for a place.",
    INTERESTED="They said that they may come.",
)


@strawberry.type(description="An event, or one instance of a series, in your agenda.")
class AgendaEntry:
    key: strawberry.Private[UUID]
    event: Event = strawberry.field(description="The event.")
    roles: list[AgendaRole] = strawberry.field(description="Why it is there, in the order of `AgendaRole`.")
    overlaps: Event | None = strawberry.field(
        description=(
            "The first other one at the same time. Where you are only interested, and what is cancelled or put off,"
            " takes no time."
        )
    )


@strawberry.type
class AgendaOwner:
    """What `Viewer` has of the agenda."""

    person_id: strawberry.Private[UUID]

    @strawberry.field(
        description="Published events to which you go or may go, which you host, or at which you speak, by start."
    )
    async def agenda(
        self,
        info: Info,
        first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = 20,
        after: Annotated[
            str | None, strawberry.argument(description="`endCursor` of the piece before; null for the beginning.")
        ] = None,
        from_: Annotated[
            datetime | None,
            strawberry.argument(name="from", description="Those that end later than that; null: that are not over."),
        ] = None,
        to: Annotated[
            datetime | None, strawberry.argument(description="Those that start before that; null: all to come.")
        ] = None,
    ) -> Connection[AgendaEntry]:
        context = info.context
        found = await domain.agenda_page(
            context.database,
            person_id=self.person_id,
            since=from_ or context.now,
            until=to,
            first=first,
            after=after,
        )
        ids = {id_ for row in found.rows for id_ in (row.occurrence_id, row.overlaps_id) if id_ is not None}
        rows = await events_by_id(context.database, actor=context.actor, now=context.now, ids=list(ids))
        events = dict(zip(rows, as_events(list(rows.values())), strict=True))
        entries = [
            AgendaEntry(
                key=row.occurrence_id,
                event=events[row.occurrence_id],
                roles=list(row.roles),
                overlaps=events.get(row.overlaps_id) if row.overlaps_id else None,
            )
            for row in found.rows
            if row.occurrence_id in events  # what was unpublished since is not there
        ]
        return Page(  # type: ignore[return-value]  # has a connection's attributes
            entries,
            cursor=lambda entry: write_cursor(entry.event.starts_at, entry.key),
            has_next_page=found.has_next_page,
            has_previous_page=after is not None,
        )
