"""Who is asking: a session cookie, or an API token, becomes an actor."""

from typing import ClassVar

from starlette.requests import Request

from schema.context import Context, Resources
from server.actor import ANONYMOUS, Actor
from server.people.sign_in import actor_of_api_token, actor_of_session

COOKIE = "hallway_session"


class InvalidToken(Exception):
    """`Authorization` holds something that is no valid API token: 401, since the program should know."""

    headers: ClassVar = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
    message = "This API token is unknown or has expired. Send a valid one, or no Authorization header at all."


async def context_for(request: Request, resources: Resources) -> Context:
    """One request's context. A cookie that is no longer valid counts as none. Raises InvalidToken."""
    now = resources.now()
    actor: Actor = ANONYMOUS
    if (token := bearer_token(request)) is not None:
        actor = await actor_of_api_token(resources.database, token, now=now)
        if actor == ANONYMOUS:
            raise InvalidToken
    elif session := request.cookies.get(COOKIE):
        actor = await actor_of_session(resources.database, session, now=now)
    return Context(resources, actor, now, user_agent=request.headers.get("user-agent", ""))


def bearer_token(request: Request) -> str | None:
    """What follows `Bearer` (RFC 6750 §2.1); None without the header. Raises InvalidToken for any other scheme."""
    header = request.headers.get("authorization")
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise InvalidToken
    return token.strip()
