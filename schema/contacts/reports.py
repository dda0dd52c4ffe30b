"""What was reported to those who look after a campus, and closing it."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import strawberry

from schema.connections import Connection, Page
from schema.context import Info
from schema.errors import InvalidInput, NotFound, ScopeMissing, SignInRequired
from schema.ids import global_id, key_of
from server import errors
from server.campuses.queries import administered
from server.contacts import reports
from server.contacts.close_report import close_report
from server.contacts.reported import ReportReason
from server.paging import write_cursor


@strawberry.type(description="Somebody by name and address, whatever their card says.")
class PersonInFull:
    name: str = strawberry.field(description="Their name.")
    email: str | None = strawberry.field(description="The address by which they sign in; null if they have none.")


@strawberry.type(description="Somebody reported somebody.")
class Report:
    key: strawberry.Private[UUID]
    id: strawberry.ID = strawberry.field(description="To close it by.")
    reporter: PersonInFull = strawberry.field(description="Who reported.")
    person: PersonInFull = strawberry.field(description="Who is reported. They don't know.")
    reason: ReportReason = strawberry.field(description="For what.")
    words: str = strawberry.field(description="What happened, in the reporter's own words; often nothing.")
    reported_at: datetime = strawberry.field(description="When it was first reported.")
    changed_at: datetime = strawberry.field(description="When the reporter last said it.")
    closed_at: datetime | None = strawberry.field(description="When it was closed; null while it is open.")
    note: str | None = strawberry.field(description="What whoever closed it wrote; null while it is open.")


@strawberry.type(description="What was reported to those who look after a campus.")
class CampusReports:
    key: strawberry.Private[UUID]
    name: str = strawberry.field(description="The campus's name.")

    @strawberry.field(
        description=(
            "Open or closed ones, newest first, none about yourself. The audit trail has who read which, once a day."
        )
    )
    async def reports(
        self,
        info: Info,
        closed: Annotated[bool, strawberry.argument(description="True: those that are closed.")] = False,
        first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = 20,
        after: Annotated[
            str | None, strawberry.argument(description="`endCursor` of the piece before; null for the beginning.")
        ] = None,
    ) -> Connection[Report]:
        context = info.context
        found = await reports.reports(
            context.database,
            actor=context.actor,
            campus_id=self.key,
            closed=closed,
            first=first,
            after=after,
            now=context.now,
        )
        return Page(  # type: ignore[return-value]  # has a connection's attributes
            [as_report(row) for row in found.rows],
            cursor=lambda report: write_cursor(report.reported_at, report.key),
            has_next_page=found.has_next_page,
            has_previous_page=after is not None,
        )


@strawberry.type
class CampusReportsQuery:
    @strawberry.field(description="What was reported to those who look after a campus; null unless you do.")
    async def campus_reports(
        self, info: Info, slug: Annotated[str, strawberry.argument(description="The campus's name in addresses.")]
    ) -> CampusReports | None:
        row = await administered(info.context.database, actor=info.context.actor, slug=slug)
        return CampusReports(key=row.id, name=row.name) if row is not None else None


@strawberry.input(description="A report to close.")
class CloseReportInput:
    id: strawberry.ID = strawberry.field(description="One of `campusReports.reports`.")
    note: str = strawberry.field(description="What was done, for other administrators: 1 to 2,000 characters.")


@strawberry.type(description="It is closed. The next report of that person is a new one.")
class CloseReportSuccess:
    id: strawberry.ID = strawberry.field(description="The one that was named.")


CloseReportPayload = Annotated[
    CloseReportSuccess | SignInRequired | ScopeMissing | NotFound | InvalidInput,
    strawberry.union("CloseReportPayload", description="What was closed, or why nothing was."),
]


@strawberry.type
class CloseReportMutation:
    @strawberry.mutation(description="Close a report. What is closed stays as it is. A program needs ADMIN.")
    async def close_report(
        self, info: Info, input: Annotated[CloseReportInput, strawberry.argument(description="Which, and why.")]
    ) -> CloseReportPayload:
        context = info.context
        key = key_of(input.id, "report")
        if key is None:
            raise errors.NotFound
        async with context.database.write() as session:
            await close_report(session, actor=context.actor, report_id=key, note=input.note, now=context.now)
        return CloseReportSuccess(id=input.id)


def as_report(row: Any) -> Report:
    """From a row of `server.contacts.reports`."""
    return Report(
        key=row.id,
        id=strawberry.ID(global_id("report", row.id)),
        reporter=PersonInFull(name=row.reporter_name, email=row.reporter_email),
        person=PersonInFull(name=row.reported_name, email=row.reported_email),
        reason=row.reason,
        words=row.words,
        reported_at=row.created_at,
        changed_at=row.updated_at,
        closed_at=row.closed_at,
        note=row.closing_note,
    )
