"""Where one is signed in."""

from datetime import datetime
from typing import Annotated

import strawberry

from schema.context import Info
from schema.errors import NotFound, SessionRequired, SignInRequired
from schema.ids import global_id, key_of
from server import errors
from server.people import sessions
from server.people.device import device


@strawberry.type(description="A browser that is signed in as you.")
class Session:
    id: strawberry.ID = strawberry.field(description="For `endSession`.")
    device: str = strawberry.field(description="Browser and system, as far as they say, such as `Firefox on Linux`.")
    created_at: datetime = strawberry.field(description="When it was signed in.")
    last_used_at: datetime = strawberry.field(description="The day of its last use; it is written down once a day.")
    current: bool = strawberry.field(description="Whether it is the one that asks.")


@strawberry.type
class SignedInViewer:
    """What `Viewer` has of sessions."""

    @strawberry.field(description="Where you are signed in, last used first. Only a browser may ask, no API token.")
    async def sessions(self, info: Info) -> list[Session]:
        context = info.context
        rows = await sessions.sessions(
            context.database, actor=context.actor, token=context.session_token, now=context.now
        )
        return [
            Session(
                id=strawberry.ID(global_id("session", row.id)),
                device=device(row.user_agent),
                created_at=row.created_at,
                last_used_at=row.last_used_at,
                current=bool(row.current),
            )
            for row in rows
        ]


@strawberry.input(description="A session to end.")
class EndSessionInput:
    id: strawberry.ID = strawberry.field(description="One of `viewer.sessions`.")


@strawberry.input(description="Which sessions to end.")
class EndAllSessionsInput:
    including_this: bool = strawberry.field(
        default=False, description="Whether also the one that asks; else you stay signed in here."
    )


@strawberry.type(description="That device is signed out.")
class EndSessionSuccess:
    id: strawberry.ID = strawberry.field(description="Of the session that ended.")


@strawberry.type(description="Those devices are signed out.")
class EndAllSessionsSuccess:
    ended: int = strawberry.field(description="How many were signed in.")


EndSessionPayload = Annotated[
    EndSessionSuccess | SignInRequired | SessionRequired | NotFound,
    strawberry.union("EndSessionPayload", description="What ended, or why nothing did."),
]
EndAllSessionsPayload = Annotated[
    EndAllSessionsSuccess | SignInRequired | SessionRequired,
    strawberry.union("EndAllSessionsPayload", description="How many ended, or why none did."),
]


@strawberry.type
class SessionMutation:
    @strawberry.mutation(description="Sign one of your devices out.")
    async def end_session(
        self, info: Info, input: Annotated[EndSessionInput, strawberry.argument(description="Which one.")]
    ) -> EndSessionPayload:
        context = info.context
        key = key_of(input.id, "session")
        if key is None:
            raise errors.NotFound
        async with context.database.write() as session:
            await sessions.end_own_session(session, actor=context.actor, session_id=key, now=context.now)
        return EndSessionSuccess(id=input.id)

    @strawberry.mutation(description="Sign all your devices out, or all others.")
    async def end_all_sessions(
        self, info: Info, input: Annotated[EndAllSessionsInput, strawberry.argument(description="Which ones.")]
    ) -> EndAllSessionsPayload:
        context = info.context
        but = None if input.including_this else context.session_token
        async with context.database.write() as session:
            ended = await sessions.end_all_sessions(session, actor=context.actor, but=but, now=context.now)
        return EndAllSessionsSuccess(ended=ended)
