"""Asking for badges on paper, and giving a print up."""

from typing import Annotated
from uuid import UUID

import strawberry

from schema.context import Info
from schema.enums import described
from schema.errors import InvalidInput, NotFound, NotPermitted, ScopeMissing, SignInRequired, UserError, answers
from schema.ids import global_id, key_of
from schema.printing.design import BadgeDesignInput, read_input
from server import errors as kernel
from server.printing import errors
from server.printing.cancel import cancel_print
from server.printing.request import PrintWho, request_print

described(
    PrintWho,
    "Whose badges are printed.",
    ALL="All that the event has now.",
    NOT_PRINTED="Those that were never printed.",
    CHOSEN="Those of `badges`.",
)


@strawberry.input(description="Badges to be printed.")
class RequestPrintInput:
    event: strawberry.ID = strawberry.field(description="Of which event: `eventPrinting.id`.")
    design: BadgeDesignInput = strawberry.field(description="How they are to look.")
    who: PrintWho = strawberry.field(description="Whose.")
    badges: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="The ids of those that are CHOSEN; others' are left out."
    )


@strawberry.input(description="A print to be given up.")
class CancelPrintInput:
    print: strawberry.ID = strawberry.field(description="Which one.")


@strawberry.type(description="It is asked for; a server makes it at once, if one is free.")
class RequestPrintSuccess:
    id: strawberry.ID = strawberry.field(description="Of the print: `badgePrint` says how far it is.")


@strawberry.type(description="Nobody makes it any more, and its file is gone.")
class CancelPrintSuccess:
    id: strawberry.ID = strawberry.field(description="Of the print that was.")


@answers(errors.StockTooSmall)
@strawberry.type(description="The code with its white margin does not fit.")
class StockTooSmall(UserError):
    pass


@answers(errors.NothingToPrint)
@strawberry.type(description="No badge is chosen.")
class NothingToPrint(UserError):
    pass


@answers(errors.TooManyPrints)
@strawberry.type(description="Five prints of the event are not made yet.")
class TooManyPrints(UserError):
    pass


_Refused = SignInRequired | ScopeMissing | NotFound | NotPermitted
RequestPrintPayload = Annotated[
    RequestPrintSuccess | _Refused | InvalidInput | StockTooSmall | NothingToPrint | TooManyPrints,
    strawberry.union("RequestPrintPayload", description="The print, or why there is none."),
]
CancelPrintPayload = Annotated[
    CancelPrintSuccess | _Refused,
    strawberry.union("CancelPrintPayload", description="The print, or why it goes on."),
]


@strawberry.type
class PrintMutation:
    @strawberry.mutation(description="Have badges of an event made into a PDF. Its organizers may.")
    async def request_print(
        self, info: Info, input: Annotated[RequestPrintInput, strawberry.argument(description="Which, and how.")]
    ) -> RequestPrintPayload:
        context = info.context
        async with context.database.write() as session:
            job = await request_print(
                session,
                settings=context.settings,
                actor=context.actor,
                event_id=_key(input.event, "event"),
                design=read_input(input.design),
                who=input.who,
                badges=[key for id_ in input.badges if (key := key_of(id_, "badge")) is not None],
                now=context.now,
            )
        return RequestPrintSuccess(id=strawberry.ID(global_id("print", job.id)))

    @strawberry.mutation(
        description="Give a print up, or take its file away. A second time changes nothing. The event's organizers may."
    )
    async def cancel_print(
        self, info: Info, input: Annotated[CancelPrintInput, strawberry.argument(description="Which one.")]
    ) -> CancelPrintPayload:
        context = info.context
        async with context.database.write() as session:
            key = await cancel_print(session, actor=context.actor, job_id=_key(input.print, "print"), now=context.now)
        if key is not None:
            await context.files.remove([key])
        return CancelPrintSuccess(id=input.print)


def _key(id_: strawberry.ID, type_: str) -> UUID:
    key = key_of(id_, type_)
    if key is None:
        raise kernel.NotFound
    return key
