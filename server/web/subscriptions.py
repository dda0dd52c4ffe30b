"""Subscriptions by WebSocket: graphql-transport-ws, its close codes, who may open how many, and when they end.

Protocol: https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md. Queries and mutations go by HTTP.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Hashable, Iterator
from contextlib import aclosing, contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

import orjson
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect
from strawberry.types.execution import PreExecutionError

from schema import schema
from schema.context import Context, Resources
from schema.execution.failures import number_failure
from schema.execution.subscriptions import MAX_OF_CONNECTION, MAX_OF_PERSON, follow
from server.actor import ANONYMOUS, Anonymous
from server.web.identity import InvalidToken, context_for

PROTOCOL = "graphql-transport-ws"
MAX_MESSAGE = 256 * 1024
"""Octets; the largest query and its variables fit."""
MAX_NAMELESS = 500
"""Connections from one address that have not said who they are. A whole hall may share one address."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds."""

    init: float = 10
    """For `connection_init` to arrive."""
    check: float = 30
    """Between two looks at whether the session or the token still holds; varied by a third."""


class Closed(Exception):
    """The connection ends with this code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Sockets:
    """An ASGI application: WebSockets at the address of GraphQL."""

    def __init__(self, resources: Resources, pace: Pace | None = None) -> None:
        self._resources = resources
        self._pace = pace or Pace()
        self._open: Counter[Hashable] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        socket = WebSocket(scope, receive, send)
        offered = PROTOCOL in scope["subprotocols"]
        await socket.accept(PROTOCOL if offered else None)
        if not offered:
            await socket.close(4406, "Subprotocol not acceptable")
            return
        await Connection(socket, self._resources, self._pace, self._counted).run()

    @contextmanager
    def _counted(self, whose: Hashable, most: int) -> Iterator[None]:
        """Counts one more. Raises Closed beyond `most`."""
        if self._open[whose] >= most:
            raise Closed(1013, "Too many connections. Close one and try again.")
        self._open[whose] += 1
        try:
            yield
        finally:
            self._open[whose] -= 1
            if not self._open[whose]:
                del self._open[whose]


class Connection:
    """One WebSocket, from its acceptance to its end."""

    def __init__(self, socket: WebSocket, resources: Resources, pace: Pace, counted: Any) -> None:
        self._socket = socket
        self._resources = resources
        self._pace = pace
        self._counted = counted
        self._context: Context | None = None
        self._authorization: str | None = None
        self._running: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        checks: asyncio.Task[None] | None = None
        try:
            client = self._socket.client.host if self._socket.client else ""
            with self._counted(("nameless", client), MAX_NAMELESS):
                context = await self._introduced()
            assert not isinstance(context.actor, Anonymous)
            with self._counted(context.actor.person_id, MAX_OF_PERSON):
                await self._send(type="connection_ack")
                self._context = context
                checks = asyncio.create_task(self._keep_checking())
                while True:
                    await self._take(await self._message())
        except Closed as end:
            await self._close(end)
        except WebSocketDisconnect:
            pass
        except Exception as fault:  # noqa: BLE001  # nothing above this would say it to the client
            number_failure(fault, "WS /graphql")
            await self._close(Closed(1011, "Something went wrong on our side."))
        finally:
            tasks = [*self._running.values(), *([checks] if checks else [])]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _introduced(self) -> Context:
        """Whoever `connection_init` says is there."""
        try:
            async with asyncio.timeout(self._pace.init):
                message = await self._message()
                while message["type"] in ("ping", "pong"):
                    await self._take(message)
                    message = await self._message()
        except TimeoutError:
            raise Closed(4408, "Connection initialisation timeout") from None
        if message["type"] != "connection_init":
            raise Closed(4401 if message["type"] == "subscribe" else 4400, "Unauthorized")
        payload = message.get("payload") or {}
        if not isinstance(payload, dict) or not isinstance(payload.get("authorization") or "", str):
            raise Closed(4400, "The payload of connection_init is an object; its authorization is text")
        self._authorization = payload.get("authorization") or None
        return await self._identified()

    async def _identified(self) -> Context:
        """Raises Closed for nobody, and for a token that is not valid."""
        try:
            context = await context_for(self._socket, self._resources, authorization=self._authorization)
        except InvalidToken as fault:
            raise Closed(4403, fault.message) from fault
        if context.actor == ANONYMOUS:
            raise Closed(4403, "Sign in first.")
        return context

    async def _keep_checking(self) -> None:
        """End the connection once its session or token has ended."""
        while True:
            await asyncio.sleep(self._pace.check * random.uniform(0.67, 1))  # noqa: S311  # not all at once
            try:
                self._context = await self._identified()
            except Closed as end:
                await self._close(end)
                return
            except Exception as fault:  # noqa: BLE001  # the database is away; the next look may find it
                number_failure(fault, "WS /graphql")

    async def _message(self) -> dict[str, Any]:
        received = await self._socket.receive()
        if received["type"] == "websocket.disconnect":
            raise WebSocketDisconnect
        text = received.get("text")
        if text is None:
            raise Closed(4400, "Messages are text")
        if len(text) > MAX_MESSAGE:
            raise Closed(1009, "Message too big")
        try:
            message = orjson.loads(text)
        except orjson.JSONDecodeError:
            raise Closed(4400, "Messages are JSON") from None
        if not isinstance(message, dict) or not isinstance(message.get("type"), str):
            raise Closed(4400, "A message is an object with a type")
        return message

    async def _take(self, message: dict[str, Any]) -> None:
        match message["type"]:
            case "ping":
                await self._send(type="pong")
            case "pong":
                pass
            case "connection_init":
                raise Closed(4429, "Too many initialisation requests")
            case "subscribe":
                await self._subscribe(message)
            case "complete":
                if (task := self._running.pop(str(message.get("id")), None)) is not None:
                    task.cancel()
            case other:
                raise Closed(4400, f"Unknown message type {other[:50]!r}")

    async def _subscribe(self, message: dict[str, Any]) -> None:
        id_, asked = message.get("id"), message.get("payload")
        if not isinstance(id_, str) or not id_ or not isinstance(asked, dict):
            raise Closed(4400, "subscribe has an id and a payload")
        query, variables, name = asked.get("query"), asked.get("variables"), asked.get("operationName")
        if not isinstance(query, str) or not isinstance(variables or {}, dict) or not isinstance(name or "", str):
            raise Closed(4400, "The payload of subscribe has a query, and may have variables and operationName")
        if id_ in self._running:
            raise Closed(4409, f"Subscriber for {id_} already exists")
        if len(self._running) >= MAX_OF_CONNECTION:
            text = f"{MAX_OF_CONNECTION} subscriptions are the most of one connection. Complete one first."
            await self._send(id=id_, type="error", payload=[{"message": text, "extensions": {"code": "LimitExceeded"}}])
            return
        self._running[id_] = asyncio.create_task(self._follow(id_, query, variables or {}, name or None))

    async def _follow(self, id_: str, query: str, variables: dict[str, Any], name: str | None) -> None:
        answers = follow(schema, query, variables, self._fresh, name)
        try:
            async with aclosing(answers):
                async for answer in answers:
                    errors = [error.formatted for error in answer.errors or ()]
                    if isinstance(answer, PreExecutionError):
                        self._running.pop(id_, None)
                        await self._send(id=id_, type="error", payload=errors)
                        return
                    payload = {"data": answer.data} | ({"errors": errors} if errors else {})
                    await self._send(id=id_, type="next", payload=payload)
            self._running.pop(id_, None)
            await self._send(id=id_, type="complete")
        except WebSocketDisconnect:
            pass
        except Exception as fault:  # noqa: BLE001  # a task of its own: nobody else would hear of it
            number_failure(fault, "WS /graphql")
            await self._close(Closed(1011, "Something went wrong on our side."))

    def _fresh(self) -> Context:
        assert self._context is not None
        return replace(self._context, now=self._resources.now(), loaders={})

    async def _send(self, **message: Any) -> None:
        try:
            await self._socket.send_text(orjson.dumps(message).decode())
        except RuntimeError as fault:  # closed meanwhile
            raise WebSocketDisconnect from fault

    async def _close(self, end: Closed) -> None:
        """The second time nothing happens."""
        with suppress(RuntimeError, WebSocketDisconnect):
            await self._socket.close(end.code, end.reason.encode()[:120].decode(errors="ignore"))
