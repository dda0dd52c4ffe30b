"""What is answered when a request fails: a page, or plain words, and for our own failures a number."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from schema.execution.failures import number_failure, sentence
from server.web.identity import InvalidToken

Handler = Callable[[Request, Exception], Awaitable[Response]]
Broken = Callable[[Request, str], Awaitable[Response]]
"""The page for a failure of ours, by its number."""


class Failures:
    """ASGI middleware: an exception becomes an answer by `broken`, the page for it, or by plain words.

    Starlette's own handler of exceptions stands outside of all middleware, where no security headers are set.
    """

    def __init__(self, app: ASGIApp, broken: Broken | None = None) -> None:
        self._app = app
        self._broken = broken

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as failure:
            if started:
                number_failure(failure, _where(scope))
                raise  # the connection breaks off, which is all that can still be said
            response = await self._answer(Request(scope), failure)
            await response(scope, receive, send)

    async def _answer(self, request: Request, failure: Exception) -> Response:
        if isinstance(failure, InvalidToken):
            return PlainTextResponse(failure.message, 401, failure.headers)
        number = getattr(failure, "number", None) or number_failure(failure, _where(request.scope))
        if self._broken is not None:
            try:
                return await self._broken(request, number)
            except Exception as second:  # noqa: BLE001  # whatever broke the page may break its error page
                number_failure(second, "the error page")
        return PlainTextResponse(sentence(number), 500)


def _where(scope: Scope) -> str:
    """Method and first segment: what follows may be a badge's code or a token, which no log should hold."""
    return f"{scope['method']} /{scope['path'].split('/')[1]}"
