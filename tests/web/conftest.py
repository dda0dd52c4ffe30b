"""A server that WebSockets reach: the application under uvicorn, in this process."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from typing import Any

import orjson
import pytest
import uvicorn
from conftest import SECRET, SignIn
from starlette.applications import Starlette
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from server.people.demo_sign_in import demo_api_token
from server.seed import SeededCampus
from server.web.subscriptions import PROTOCOL

WAIT = 15
"""Seconds; a busy machine is slow, not wrong."""


class Socket:
    """A connection that speaks JSON."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    async def say(self, type_: str, **message: Any) -> None:
        await self.connection.send(orjson.dumps({"type": type_, **message}).decode())

    async def hear(self) -> Any:
        return orjson.loads(await asyncio.wait_for(self.connection.recv(), WAIT))

    async def silence(self, seconds: float = 0.4) -> bool:
        """Whether nothing is heard while news would have come."""
        try:
            await asyncio.wait_for(self.connection.recv(), seconds)
        except TimeoutError:
            return True
        return False

    async def end(self) -> tuple[int, str]:
        """Code and reason with which the server closes, whatever it says before."""
        with suppress(ConnectionClosed):
            while True:
                await self.hear()
        assert self.connection.close_code is not None
        return self.connection.close_code, self.connection.close_reason or ""

    async def init(self, **payload: Any) -> None:
        """Say hello, and be let in."""
        await self.say("connection_init", **({"payload": payload} if payload else {}))
        assert await self.hear() == {"type": "connection_ack"}


Dial = Callable[..., Awaitable[Socket]]


@pytest.fixture
async def address(app: Starlette) -> AsyncIterator[str]:
    server = uvicorn.Server(uvicorn.Config(app, port=0, lifespan="off", log_config=None, log_level="error"))
    running = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  # it sets no event
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"ws://127.0.0.1:{port}/graphql"
    server.should_exit = True
    await running


@pytest.fixture
async def dial(address: str, sign_in: SignIn) -> AsyncIterator[Dial]:
    """Opens WebSockets: `await dial("ada")` with her cookie, `await dial(None)` without any."""
    async with AsyncExitStack() as opened:

        async def run(key: str | None, *, protocols: tuple[str, ...] = (PROTOCOL,), **headers: str) -> Socket:
            if key is not None:
                client = await sign_in(key)
                headers["Cookie"] = f"hallway_session={client.cookies['hallway_session']}"
            subprotocols = [Subprotocol(protocol) for protocol in protocols]
            connection = connect(address, subprotocols=subprotocols or None, additional_headers=headers, proxy=None)
            return Socket(await opened.enter_async_context(connection))

        yield run


@pytest.fixture
def bearer(campus: SeededCampus) -> Callable[[str], str]:
    """`Authorization` of a program of one of the cast that may do all they may."""
    return lambda key: f"Bearer {demo_api_token(SECRET, campus.people[key])}"
