"""An ASGI application is called as a server would call it, without sockets."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message


async def send(
    app: ASGIApp,
    method: str,
    path: str,
    body: bytes = b"",
    *,
    headers: Sequence[tuple[bytes, bytes]] = (),
    status: int = 200,
) -> bytes:
    """The body of the answer. Raises AssertionError for any other status."""
    parts: list[bytes] = []
    await stream(app, method, path, parts.append, body, headers=headers, status=status)
    return b"".join(parts)


async def stream(
    app: ASGIApp,
    method: str,
    path: str,
    take_part: Callable[[bytes], object],
    body: bytes = b"",
    *,
    headers: Sequence[tuple[bytes, bytes]] = (),
    status: int = 200,
) -> None:
    """The body of the answer goes to `take_part` as it comes. Raises AssertionError for any other status."""
    address, _, query = path.partition("?")
    scope: dict[str, Any] = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": address,
        "raw_path": address.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [
            (b"host", b"localhost:8000"),
            (b"user-agent", b"bench"),
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()),
            *headers,
        ],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000),
        "state": {},
    }
    received = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        if not received:
            await asyncio.Event().wait()  # nobody hangs up
        return received.pop()

    async def take(message: Message) -> None:
        if message["type"] == "http.response.start":
            assert message["status"] == status, f"{method} {path} answers {message['status']}"
        else:
            take_part(message.get("body", b""))

    await app(scope, receive, take)


def constant(content: bytes) -> Starlette:
    """A route that reads the request and answers the same bytes always."""

    async def answer(request: Request) -> Response:
        await request.body()
        return Response(content, media_type="application/json")

    return Starlette(routes=[Route("/{path:path}", answer, methods=["GET", "POST"])])
