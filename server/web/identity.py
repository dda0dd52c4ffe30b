"""Who is asking: a session cookie, or an API token, becomes an actor."""

from typing import ClassVar

from starlette.requests import HTTPConnection

from schema.context import Context, Resources
from schema.ids import global_id
from server.actor import ANONYMOUS, Actor, Anonymous, Member, Program
from server.config import Settings
from server.people.sign_in import actor_of_api_token, actor_of_session

COOKIE = "hallway_session"
ACCOUNT = "hallway-account"
"""The header by which a page names whose it is. Where somebody else has signed in since, it counts as nobody's, so
that what waited on a phone is never sent as another person."""


def cookie_name(settings: Settings, name: str = COOKIE) -> str:
    """Under https with the prefix that keeps other hosts of the domain from setting it (RFC 6265bis §4.1.3.2)."""
    return f"__Host-{name}" if settings.https else name


class InvalidToken(Exception):
    """`Authorization` holds something that is no valid API token: 401, since the program should know."""

    headers: ClassVar = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
    message = "This API token is unknown or has expired. Send a valid one, or no Authorization header at all."


async def context_for(request: HTTPConnection, resources: Resources, *, authorization: str | None = None) -> Context:
    """One request's context. A cookie that is no longer valid counts as none. Raises InvalidToken.

    `authorization` stands for the header where a browser can't send it, before a WebSocket.
    """
    now = resources.now()
    actor: Actor = ANONYMOUS
    cookie = request.cookies.get(cookie_name(resources.settings))
    if (token := bearer_token(authorization or request.headers.get("authorization"))) is not None:
        actor = await actor_of_api_token(resources.database, token, now=now)
        if actor == ANONYMOUS:
            raise InvalidToken
        cookie = None
    elif cookie:
        actor = await actor_of_session(resources.database, cookie, now=now)
        if not isinstance(actor, Anonymous) and request.headers.get(ACCOUNT, _id(actor)) != _id(actor):
            actor = ANONYMOUS
    return Context(
        resources,
        actor,
        now,
        user_agent=request.headers.get("user-agent", ""),
        client=request.client.host if request.client else "",
        session_token=cookie or None,
    )


def _id(actor: Member | Program) -> str:
    return global_id("person", actor.person_id)


def bearer_token(header: str | None) -> str | None:
    """What follows `Bearer` (RFC 6750 §2.1); None without the header. Raises InvalidToken for any other scheme."""
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise InvalidToken
    return token.strip()
