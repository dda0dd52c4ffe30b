"""A failure of the site is answered with a number, and tells nothing else."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Route

from server.config import Settings
from server.web.errors import Broken, Failures
from server.web.identity import InvalidToken
from server.web.security import Security

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SECRET = "the pass phrase is xyzzy"


def breaking(settings: Settings, broken: Broken | None = None) -> httpx.AsyncClient:
    async def breaks(_request: Request) -> Response:
        raise RuntimeError(SECRET)

    async def stranger(_request: Request) -> Response:
        raise InvalidToken

    async def late(_request: Request) -> Response:
        def body() -> Iterator[bytes]:
            yield b"half"
            raise RuntimeError(SECRET)

        return StreamingResponse(body())

    app = Starlette(
        routes=[Route("/B/{code}", breaks), Route("/stranger", stranger), Route("/late", late)],
        middleware=[Middleware(Security, settings), Middleware(Failures, broken)],
    )
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=settings.base_url)


def number_in(text: str) -> str:
    found = re.search(r"\b[0-9a-f]{8}\b", text)
    assert found
    return found[0]


async def test_failure_is_answered_in_plain_words_where_there_is_no_page(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    response = await breaking(settings).get("/B/7KQSECRETCODE")

    assert response.status_code == 500
    assert response.text == f"Something went wrong on our side. Its number is {number_in(response.text)}."
    (record,) = caplog.records
    assert record.getMessage() == f"Failure {number_in(response.text)} at GET /B: RuntimeError"


async def test_failure_is_shown_on_its_page(settings: Settings) -> None:
    async def page(_request: Request, number: str) -> Response:
        return HTMLResponse(f"<h1>{number}</h1>", 500)

    response = await breaking(settings, page).get("/B/7KQ")

    assert response.status_code == 500
    assert re.fullmatch(r"<h1>[0-9a-f]{8}</h1>", response.text)


async def test_failure_of_its_page_too_is_answered_in_plain_words(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    async def page(_request: Request, _number: str) -> Response:
        raise LookupError(SECRET)

    response = await breaking(settings, page).get("/B/7KQ")

    assert response.status_code == 500
    assert SECRET not in response.text
    assert [record.getMessage()[16:] for record in caplog.records] == [
        " at GET /B: RuntimeError",
        " at the error page: LookupError",
    ]


async def test_failure_after_the_answer_began_breaks_it_off(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(RuntimeError):
        await breaking(settings).get("/late")

    assert [record.getMessage()[16:] for record in caplog.records] == [" at GET /late: RuntimeError"]


async def test_invalid_token_is_no_failure(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    response = await breaking(settings).get("/stranger")

    assert response.status_code == 401
    assert response.headers["www-authenticate"] == 'Bearer error="invalid_token"'
    assert caplog.records == []


async def test_failure_in_a_resolver_is_answered_with_its_number_over_http(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from server.campuses import queries

    async def breaks(_database: Any) -> Any:
        raise RuntimeError(SECRET)

    monkeypatch.setattr(queries, "campuses", breaks)

    response = await client.post("/graphql", json={"query": "{ campuses { name } }"})

    assert response.status_code == 200
    assert response.json()["data"] is None
    assert SECRET not in response.text
    number_in(response.json()["errors"][0]["message"])
