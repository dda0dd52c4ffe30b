"""Programs that act for one."""

from datetime import datetime
from typing import Annotated, Any

import strawberry

import schema.people.scopes  # describes Scope  # noqa: F401
from schema.context import Info
from schema.errors import InvalidInput, NotFound, SessionRequired, SignInRequired
from schema.ids import global_id, key_of
from server import errors
from server.actor import Scope
from server.people import api_tokens
from server.people.sign_in import scopes_of_text


@strawberry.type(description="A key by which a program acts for you. What it is can't be read again.")
class ApiToken:
    id: strawberry.ID = strawberry.field(description="For `revokeApiToken`.")
    name: str = strawberry.field(description="What you call the program.")
    scopes: list[Scope] = strawberry.field(description="What it may do.")
    created_at: datetime = strawberry.field(description="When you made it.")
    last_used_at: datetime | None = strawberry.field(
        description="The day of its last use, which is written down once a day; null before the first."
    )
    expires_at: datetime | None = strawberry.field(description="When it stops working; null: never.")


@strawberry.type
class TokenOwner:
    """What `Viewer` has of API tokens."""

    @strawberry.field(description="Your API tokens, newest first. Only a browser may ask, no API token.")
    async def api_tokens(self, info: Info) -> list[ApiToken]:
        context = info.context
        rows = await api_tokens.api_tokens(context.database, actor=context.actor, now=context.now)
        return [_as_api_token(row) for row in rows]


@strawberry.input(description="A new API token.")
class CreateApiTokenInput:
    name: str = strawberry.field(description="What you call the program: at most 100 letters.")
    scopes: list[Scope] = strawberry.field(description="What it may do; at least one.")
    days: int = strawberry.field(default=90, description="How long it works: 1 to 366 days.")


@strawberry.type(description="The token, which is shown this once.")
class CreateApiTokenSuccess:
    token: str = strawberry.field(description="Send it as `Authorization: Bearer …`. We keep only its hash.")
    api_token: ApiToken = strawberry.field(description="How it stands in your list.")


@strawberry.input(description="An API token to take back.")
class RevokeApiTokenInput:
    id: strawberry.ID = strawberry.field(description="One of `viewer.apiTokens`.")


@strawberry.type(description="The token works no more.")
class RevokeApiTokenSuccess:
    id: strawberry.ID = strawberry.field(description="Of the token that was taken back.")


CreateApiTokenPayload = Annotated[
    CreateApiTokenSuccess | SignInRequired | SessionRequired | InvalidInput,
    strawberry.union("CreateApiTokenPayload", description="The token, or why there is none."),
]
RevokeApiTokenPayload = Annotated[
    RevokeApiTokenSuccess | SignInRequired | SessionRequired | NotFound,
    strawberry.union("RevokeApiTokenPayload", description="What was taken back, or why nothing was."),
]


@strawberry.type
class ApiTokenMutation:
    @strawberry.mutation(description="Let a program act for you. Only a browser may ask, no API token.")
    async def create_api_token(
        self, info: Info, input: Annotated[CreateApiTokenInput, strawberry.argument(description="The new token.")]
    ) -> CreateApiTokenPayload:
        context = info.context
        async with context.database.write() as session:
            made = await api_tokens.create_api_token(
                session,
                actor=context.actor,
                name=input.name,
                scopes=frozenset(input.scopes),
                days=input.days,
                now=context.now,
            )
        return CreateApiTokenSuccess(token=made.token, api_token=_as_api_token(made.row))

    @strawberry.mutation(description="Take an API token back. Only a browser may ask, no API token.")
    async def revoke_api_token(
        self, info: Info, input: Annotated[RevokeApiTokenInput, strawberry.argument(description="Which one.")]
    ) -> RevokeApiTokenPayload:
        context = info.context
        key = key_of(input.id, "api-token")
        if key is None:
            raise errors.NotFound
        async with context.database.write() as session:
            await api_tokens.revoke_api_token(session, actor=context.actor, token_id=key, now=context.now)
        return RevokeApiTokenSuccess(id=input.id)


def _as_api_token(row: Any) -> ApiToken:
    scopes = scopes_of_text(row.scopes)
    return ApiToken(
        id=strawberry.ID(global_id("api-token", row.id)),
        name=row.name,
        scopes=[scope for scope in Scope if scope in scopes],
        created_at=row.created_at,
        last_used_at=row.last_used_at,
        expires_at=row.expires_at,
    )
