"""Those who answered to an event, for its organizers, in GraphQL."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import strawberry

import schema.attendance.types  # noqa: F401  # describes the enums
from schema.attachments import Attachment, attachment
from schema.attendance.instance import RecurrenceId, Slug, worked_at
from schema.attendance.questions import EventQuestion, as_question
from schema.connections import Connection, Page
from schema.context import Info
from schema.ids import global_id
from server.actor import Member
from server.attendance import attendees as domain
from server.attendance.as_csv import attendees_csv
from server.attendance.questions import all_answers, questions
from server.attendance.seats import NOBODY
from server.events.attendance import AttendanceStatus
from server.paging import write_cursor


@strawberry.type(description="What somebody answered to a question.")
class GivenAnswer:
    question: str = strawberry.field(description="The question.")
    text: str = strawberry.field(description="The answer.")


@strawberry.type(description="Somebody who answered. They shared their name with the organizers by it.")
class Attendee:
    key: strawberry.Private[UUID]
    person_id: strawberry.ID = strawberry.field(description="By which to give or take their place.")
    name: str = strawberry.field(description="Their name.")
    status: AttendanceStatus = strawberry.field(description="What became of their answer.")
    waits_as: int | None = strawberry.field(description="Their place in line: 1 is next. Null unless they wait.")
    answered_at: datetime = strawberry.field(description="When they first answered, in UTC.")
    checked_in_at: datetime | None = strawberry.field(description="When they came, in UTC; null if not yet.")
    answers: list[GivenAnswer] = strawberry.field(
        description="What they answered to the questions, in their order. Empty for whoever only stands at the door."
    )


@strawberry.type(description="Those who answered to an event, or to one instance of a series.")
class AttendeeList:
    row: strawberry.Private[Any]
    id: strawberry.ID = strawberry.field(description="The event's, or the instance's.")
    slug: str = strawberry.field(description="The event's name in addresses.")
    name: str = strawberry.field(description="The event's name.")
    recurrence_id: datetime | None = strawberry.field(
        description="Which instance of its series this is; null for a single event."
    )
    capacity: int | None = strawberry.field(description="Places there are; null without a limit.")
    going_count: int = strawberry.field(description="How many go.")
    waitlisted_count: int = strawberry.field(description="How many wait for a place.")
    organizes: bool = strawberry.field(
        description="Whether you give and take places, read answers and write to them; false: you see who comes."
    )

    @strawberry.field(description="Who waits first, in the order of the line, then the others by name.")
    async def people(
        self,
        info: Info,
        first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = 20,
        after: Annotated[
            str | None, strawberry.argument(description="`endCursor` of the piece before; null for the beginning.")
        ] = None,
        status: Annotated[AttendanceStatus | None, strawberry.argument(description="Only these; null: all.")] = None,
        text: Annotated[
            str | None,
            strawberry.argument(description="Beginnings of words of the name; case and accents don't matter."),
        ] = None,
    ) -> Connection[Attendee]:
        database = info.context.database
        found = await domain.attendees(database, self.row.key, status=status, text=text or "", first=first, after=after)
        asked = (await questions(database, [self.row.event_key], person_id=NOBODY)).get(self.row.event_key, [])
        said = await all_answers(database, self.row.event_key) if self.organizes and asked else {}
        waits = domain.line(await domain.everybody(database, self.row.key)) if self.waitlisted_count else {}
        nodes = [_attendee(row, waits, asked, said.get(row.person_id, {})) for row in found.rows]
        return Page(  # type: ignore[return-value]  # has a connection's attributes
            nodes,
            cursor=lambda node: write_cursor(node.answered_at, node.key),
            has_next_page=found.has_next_page,
            has_previous_page=after is not None,
        )

    @strawberry.field(description="What is asked of those who come.")
    async def questions(self, info: Info) -> list[EventQuestion]:
        found = await questions(info.context.database, [self.row.event_key], person_id=NOBODY)
        return [as_question(row) for row in found.get(self.row.event_key, [])]

    @strawberry.field(
        description=(
            "All of them with their answers as a table (RFC 4180); null for whoever only stands at the door. Who takes"
            " it along is written down."
        )
    )
    async def csv(self, info: Info) -> Attachment | None:
        actor = info.context.actor
        if not self.organizes or not isinstance(actor, Member):
            return None
        text = await attendees_csv(
            info.context.database,
            taken_by=actor.person_id,
            event_id=self.row.event_key,
            occurrence_id=self.row.key,
            zone=self.row.time_zone,
            now=info.context.now,
        )
        return attachment(text, media_type="text/csv; charset=utf-8", filename=f"{self.row.slug}-attendees.csv")


@strawberry.type
class AttendeeQuery:
    @strawberry.field(
        description=(
            "Those who answered to an event, for whoever posts it or works at it; null for others. Of a series the next"
            " instance, or the last when all are over; with `recurrenceId` that one."
        )
    )
    async def event_attendees(
        self,
        info: Info,
        slug: Slug,
        recurrence_id: RecurrenceId = None,
    ) -> AttendeeList | None:
        found = await worked_at(info, slug, recurrence_id)
        if found is None:
            return None
        row, standing = found
        return AttendeeList(
            row=row,
            id=strawberry.ID(global_id("event", row.key)),
            slug=row.slug,
            name=row.name,
            recurrence_id=row.recurrence_id,
            capacity=row.capacity,
            going_count=row.going_count,
            waitlisted_count=row.waitlisted_count,
            organizes=standing.organizes,
        )


def _attendee(row: Any, waits: Mapping[UUID, int], asked: Any, said: Mapping[UUID, str]) -> Attendee:
    return Attendee(
        key=row.person_id,
        person_id=strawberry.ID(global_id("person", row.person_id)),
        name=row.name,
        status=row.status,
        waits_as=waits.get(row.person_id),
        answered_at=row.created_at,
        checked_in_at=row.checked_in_at,
        answers=[
            GivenAnswer(question=question.text, text=said[question.id]) for question in asked if question.id in said
        ],
    )
