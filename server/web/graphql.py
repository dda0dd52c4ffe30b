"""The GraphQL endpoint (GraphQL over HTTP), and the explorer for people who open its address in a browser.

    POST application/json       queries and mutations
    POST multipart/form-data    the same with files (graphql-multipart-request-spec), with a preflight header
    GET ?query=…                queries
    GET by a browser            the explorer

Subscriptions go to the same address by WebSocket (subscriptions.py).
"""

from collections.abc import Mapping
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import Receive, Scope, Send
from strawberry.types.execution import ExecutionResult, PreExecutionError
from strawberry.types.graphql import OperationType

from schema import schema
from schema.context import Resources
from server.web.asked import Asked, Refused, read
from server.web.explorer import explorer
from server.web.identity import InvalidToken, context_for
from server.web.media import GRAPHQL, HTML, JSON, preferred
from server.web.subscriptions import Sockets

_ANSWERS = (JSON, GRAPHQL)
_QUERIES = (OperationType.QUERY,)


def routes(resources: Resources) -> list[BaseRoute]:
    return [Route("/graphql", Endpoint(resources), name="graphql"), WebSocketRoute("/graphql", Sockets(resources))]


class Endpoint:
    """An ASGI application: all methods of one address."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._respond(Request(scope, receive))
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        accept = request.headers.get("accept", "*/*")
        if request.method in ("GET", "HEAD") and preferred(accept, (*_ANSWERS, HTML)) == HTML:
            return explorer()
        media = preferred(accept, _ANSWERS)
        if media is None:
            return _errors(406, f"Answers come as {GRAPHQL} or {JSON}; accept one of them.", JSON)
        try:
            asked = await read(request)
        except Refused as fault:
            return _errors(fault.status, fault.message, media, fault.headers)
        try:
            result = await self._run(request, asked)
        except InvalidToken as fault:
            return _errors(401, fault.message, media, fault.headers)
        finally:
            if asked.form is not None:
                await asked.form.close()
        return _answer(_status(result, asked, media), _body(result), media)

    async def _run(self, request: Request, asked: Asked) -> ExecutionResult:
        return await schema.execute(
            asked.query,
            asked.variables,
            await context_for(request, self._resources),
            operation_name=asked.operation_name,
            allowed_operation_types=_QUERIES if asked.queries_only else None,
        )


def _body(result: ExecutionResult) -> dict[str, Any]:
    if isinstance(result, PreExecutionError):
        return {"errors": [error.formatted for error in result.errors or ()]}
    if result.errors:
        return {"data": result.data, "errors": [error.formatted for error in result.errors]}
    return {"data": result.data}


def _status(result: ExecutionResult, asked: Asked, media: str) -> int:
    """A request that nothing ran for is 400 in our own media type; in plain JSON all well-formed ones are 200."""
    if not isinstance(result, PreExecutionError):
        return 200
    if asked.queries_only and any(
        (error.extensions or {}).get("code") == "NotAllowed" for error in result.errors or ()
    ):
        return 405
    return 400 if media == GRAPHQL else 200


def _errors(status: int, message: str, media: str, headers: Mapping[str, str] | None = None) -> Response:
    return _answer(status, {"errors": [{"message": message}]}, media, headers)


def _answer(status: int, body: dict[str, Any], media: str, headers: Mapping[str, str] | None = None) -> Response:
    response = Response(orjson.dumps(body), status, headers, f"{media}; charset=utf-8")
    response.headers["Vary"] = "Accept, Authorization, Cookie"
    if status == 405:
        response.headers["Allow"] = "POST" if headers is None else headers["Allow"]
    return response
