"""How long a campus keeps what is no longer needed."""

from typing import Annotated, Any

import strawberry

from schema.context import Info
from schema.errors import InvalidInput, NotFound, ScopeMissing, SignInRequired
from server.my_data import retention

_MONTHS = "In months, 1 to 120; null: for good."


@strawberry.type(description="How long a campus keeps what is no longer needed.")
class Retention:
    name: str = strawberry.field(description="The campus's name.")
    accounts_months: int | None = strawberry.field(
        description=f"Accounts that nobody uses; their owners are told by mail 30 days before. {_MONTHS}"
    )
    encounters_months: int | None = strawberry.field(description=f"Encounters; contacts stay. {_MONTHS}")
    logs_months: int | None = strawberry.field(
        description=f"The audit trail, ended sessions, and mail that could not be delivered. {_MONTHS}"
    )


@strawberry.type
class RetentionQuery:
    @strawberry.field(description="How long a campus keeps things; null unless you look after it.")
    async def retention(
        self, info: Info, campus: Annotated[str, strawberry.argument(description="Its name in addresses.")]
    ) -> Retention | None:
        row: Any = await retention.retention(info.context.database, actor=info.context.actor, slug=campus)
        return (
            None
            if row is None
            else Retention(
                name=row.name,
                accounts_months=row.accounts_months,
                encounters_months=row.encounters_months,
                logs_months=row.logs_months,
            )
        )


@strawberry.input(description="How long a campus keeps things from now on.")
class ChangeRetentionInput:
    campus: str = strawberry.field(description="Its name in addresses.")
    accounts_months: int | None = strawberry.field(default=None, description=f"Unused accounts. {_MONTHS}")
    encounters_months: int | None = strawberry.field(default=None, description=f"Encounters. {_MONTHS}")
    logs_months: int | None = strawberry.field(default=None, description=f"Audit trail and ended sessions. {_MONTHS}")


@strawberry.type(description="It holds from the next tidying on, within a day.")
class ChangeRetentionSuccess:
    campus: str = strawberry.field(description="Its name in addresses.")


ChangeRetentionPayload = Annotated[
    ChangeRetentionSuccess | SignInRequired | ScopeMissing | InvalidInput | NotFound,
    strawberry.union("ChangeRetentionPayload", description="That it is changed, or why not."),
]


@strawberry.type
class RetentionMutation:
    @strawberry.mutation(description="Say how long a campus that you look after keeps things. A program needs ADMIN.")
    async def change_retention(
        self, info: Info, input: Annotated[ChangeRetentionInput, strawberry.argument(description="How long.")]
    ) -> ChangeRetentionPayload:
        context = info.context
        async with context.database.write() as session:
            await retention.change_retention(
                session,
                actor=context.actor,
                slug=input.campus,
                accounts_months=input.accounts_months,
                encounters_months=input.encounters_months,
                logs_months=input.logs_months,
                now=context.now,
            )
        return ChangeRetentionSuccess(campus=input.campus)
