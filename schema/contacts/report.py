"""Reporting somebody to those who look after the campus."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from schema.context import Info
from schema.enums import described
from schema.errors import InvalidInput, NotFound, ScopeMissing, SignInRequired, UserError, answers
from schema.ids import global_id, parse_global_id
from schema.people.types import Person, as_person
from server import errors
from server.contacts.errors import TooManyReports as TooMany
from server.contacts.living import called
from server.contacts.report import report_person
from server.contacts.reported import ReportReason
from server.contacts.whom_to_report import Through, whom_to_report

described(
    ReportReason,
    "What somebody is reported for.",
    HARASSMENT="They harass, threaten or insult.",
    SPAM="They collect contacts, or write what nobody asked for.",
    FALSE_IDENTITY="They are not who they say they are.",
    OTHER="Something else, which the words say.",
)

_WHOM = "One of `viewer.receipts`, `viewer.contacts` or `viewer.blockedPeople`, by its `id`."


@strawberry.type(description="Somebody whom you may report.")
class PersonToReport:
    id: strawberry.ID = strawberry.field(description="What was asked for.")
    name: str = strawberry.field(
        description="Your own name for them, else the one they share, else “Somebody who shares no name”."
    )
    person: Person = strawberry.field(description="As far as their own card shows them to you.")
    blocked: bool = strawberry.field(description="Whether you keep them away already.")
    reported_at: datetime | None = strawberry.field(
        description="When you last reported them, if that is not closed yet; reporting them again replaces it."
    )


@strawberry.type
class ReportQuery:
    @strawberry.field(description="Whom you are about to report. Null where there is nobody, or nobody of yours.")
    async def person_to_report(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description=_WHOM)]
    ) -> PersonToReport | None:
        found = _through(id)
        if found is None:
            return None
        through, key = found
        row = await whom_to_report(info.context.database, actor=info.context.actor, through=through, key=key)
        return (
            None
            if row is None
            else PersonToReport(
                id=id,
                name=called(row),
                person=as_person(row.id, row),
                blocked=row.blocked_at is not None,
                reported_at=row.reported_at,
            )
        )


@strawberry.input(description="Whom to report, and for what.")
class ReportPersonInput:
    id: strawberry.ID = strawberry.field(description=_WHOM)
    reason: ReportReason = strawberry.field(description="For what.")
    words: str = strawberry.field(
        default="", description="What happened, in your own words: up to 2,000 characters, needed for `OTHER`."
    )
    block: bool = strawberry.field(default=False, description="True: keep them away from now on, too.")


@strawberry.type(description="Those who look after the campus read it. Whoever is reported learns nothing of it.")
class ReportPersonSuccess:
    report_id: strawberry.ID = strawberry.field(description="Of the report; the same while it is open.")


@answers(TooMany)
@strawberry.type(description="You have reported as many people as may be reported in a day.")
class TooManyReports(UserError):
    retry_at: datetime = strawberry.field(description="When to go on.")


ReportPersonPayload = Annotated[
    ReportPersonSuccess | SignInRequired | ScopeMissing | NotFound | InvalidInput | TooManyReports,
    strawberry.union("ReportPersonPayload", description="The report, or why there is none."),
]


@strawberry.type
class ReportMutation:
    @strawberry.mutation(
        description="Report somebody. While the report is open, a second time replaces its reason and words."
    )
    async def report_person(
        self, info: Info, input: Annotated[ReportPersonInput, strawberry.argument(description="Whom, for what.")]
    ) -> ReportPersonPayload:
        context = info.context
        found = _through(input.id)
        if found is None:
            raise errors.NotFound
        through, key = found
        async with context.database.write() as session:
            made = await report_person(
                session,
                settings=context.settings,
                actor=context.actor,
                through=through,
                key=key,
                reason=input.reason,
                words=input.words,
                block=input.block,
                now=context.now,
            )
        return ReportPersonSuccess(report_id=strawberry.ID(global_id("report", made)))


def _through(id_: str) -> tuple[Through, UUID] | None:
    parsed = parse_global_id(id_)
    if parsed is None or parsed[0] not in set(Through):
        return None
    return Through(parsed[0]), parsed[1]
