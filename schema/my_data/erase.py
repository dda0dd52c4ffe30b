"""The viewer leaves, and everything about them goes."""

from datetime import datetime
from typing import Annotated

import strawberry

from schema.context import Info
from schema.errors import InvalidInput, NotFound, SessionRequired, SignInRequired, UserError, answers
from server.my_data import errors
from server.my_data.erase import after_erasing, erase_me


@answers(errors.HandOverFirst)
@strawberry.type(description="You are the last who looks after something. Give somebody that role first.")
class HandOverFirst(UserError):
    names: list[str] = strawberry.field(description="Of the organizations and campuses.")


@strawberry.input(description="Erase yourself.")
class EraseMeInput:
    confirm: str = strawberry.field(
        description="Your own address, as you sign in with it; your name where you have none."
    )


@strawberry.type(description="Everything about you is gone, and you are signed out everywhere.")
class EraseMeSuccess:
    erased_at: datetime = strawberry.field(description="When.")


EraseMePayload = Annotated[
    EraseMeSuccess | SignInRequired | SessionRequired | InvalidInput | HandOverFirst | NotFound,
    strawberry.union("EraseMePayload", description="That it is done, or why nothing was."),
]


@strawberry.type
class EraseMutation:
    @strawberry.mutation(
        description=(
            "Erase everything that Hallway holds about you, for good. Others keep their own notes, and “a person who"
            " left” instead of you. Only a browser may ask, no API token."
        )
    )
    async def erase_me(
        self, info: Info, input: Annotated[EraseMeInput, strawberry.argument(description="That you mean it.")]
    ) -> EraseMePayload:
        context = info.context
        async with context.database.write() as session:
            erased = await erase_me(
                session, actor=context.actor, confirm=input.confirm, settings=context.settings, now=context.now
            )
        await after_erasing(context.database, context.settings, erased)
        return EraseMeSuccess(erased_at=context.now)
