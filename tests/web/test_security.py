"""Every answer carries the headers, and no other site can make a browser act here."""

import re
from dataclasses import replace
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from server.config import Settings
from server.web.errors import Failures
from server.web.security import Security

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

NOTHING_ALLOWED = (
    "camera=(), geolocation=(), microphone=(), publickey-credentials-create=(), publickey-credentials-get=()"
)
ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": NOTHING_ALLOWED,
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "connect-src 'self' ws://hallway.test; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
}


def small(settings: Settings) -> Starlette:
    """Routes that answer, refuse and break, behind the middleware that the application has."""

    async def answer(_request: Any) -> PlainTextResponse:
        return PlainTextResponse("done")

    async def breaks(_request: Any) -> PlainTextResponse:
        raise RuntimeError("/home/hallway/secret")

    async def cached(_request: Any) -> PlainTextResponse:
        return PlainTextResponse("kept", headers={"Cache-Control": "public", "Content-Security-Policy": "sandbox"})

    return Starlette(
        routes=[
            Route("/cached", cached),
            Route("/breaks", breaks, methods=["GET", "POST"]),
            Route("/{path:path}", answer, methods=["GET", "POST"]),
        ],
        middleware=[Middleware(Security, settings), Middleware(Failures)],
    )


@pytest.fixture
def outside(settings: Settings) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(small(settings)), base_url=settings.base_url)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/graphql?query={__typename}", 200),
        ("POST", "/graphql", 415),
        ("GET", "/healthz", 200),
        ("GET", "/nothing/here", 404),
        ("PUT", "/healthz", 405),
        ("GET", "/static/nothing.css", 404),
        ("GET", "/sign-in/demo/wrong", 404),
        ("POST", "/sign-out", 303),
    ],
)
async def test_headers_are_on_every_answer(client: httpx.AsyncClient, method: str, path: str, status: int) -> None:
    response = await client.request(method, path)

    assert response.status_code == status
    assert {name: response.headers[name] for name in ALWAYS} == ALWAYS
    assert "strict-transport-security" not in response.headers


async def test_every_route_carries_them_and_runs_no_script_but_ours(app: Starlette, client: httpx.AsyncClient) -> None:
    paths = [re.sub(r"{[^}]*}", "x", route.path) for route in app.routes if isinstance(route, Route)]
    answers = {path: await client.get(path) for path in paths if path != "/healthz"}

    assert len(answers) > 50
    for path, response in answers.items():
        policy = response.headers["content-security-policy"]
        others = ALWAYS.keys() - {"content-security-policy", "permissions-policy", "referrer-policy"}
        assert {name: response.headers[name] for name in others} == {name: ALWAYS[name] for name in others}, path
        assert {"permissions-policy", "referrer-policy"} <= response.headers.keys(), path
        assert "unsafe-inline" not in policy, path
        assert "frame-ancestors 'none'" in policy or "sandbox" in policy, path
        assert "camera=()" in response.headers["permissions-policy"] or path == "/scan", path


async def test_headers_are_on_refusals_and_failures_too(outside: httpx.AsyncClient) -> None:
    refused = await outside.post("/", headers={"Sec-Fetch-Site": "cross-site"})
    broken = await outside.get("/breaks")

    assert (refused.status_code, broken.status_code) == (403, 500)
    for response in (refused, broken):
        assert {name: response.headers[name] for name in ALWAYS} == ALWAYS


async def test_answer_keeps_the_headers_it_set_itself(outside: httpx.AsyncClient) -> None:
    response = await outside.get("/cached")

    assert response.headers["cache-control"] == "public"
    assert response.headers["content-security-policy"] == "sandbox"


@pytest.mark.parametrize("path", ["/scan", "/scan/late"])
async def test_scanner_alone_may_use_the_camera_and_compile_wasm(outside: httpx.AsyncClient, path: str) -> None:
    response = await outside.get(path)

    assert response.headers["permissions-policy"] == NOTHING_ALLOWED.replace("camera=()", "camera=(self)")
    assert "script-src 'self' 'wasm-unsafe-eval';" in response.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/", "/scanner", "/events/scan", "/B/X/scan"])
async def test_no_other_page_may_use_the_camera(outside: httpx.AsyncClient, path: str) -> None:
    response = await outside.get(path)

    assert response.headers["permissions-policy"] == NOTHING_ALLOWED
    assert "unsafe" not in response.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("path", "feature"),
    [
        ("/sign-in", "publickey-credentials-get"),
        ("/sign-in/passkey", "publickey-credentials-create"),
        ("/settings/passkeys", "publickey-credentials-create"),
    ],
)
async def test_passkeys_are_asked_for_and_made_where_people_look_for_it_alone(
    outside: httpx.AsyncClient, path: str, feature: str
) -> None:
    response = await outside.get(path)

    assert response.headers["permissions-policy"] == NOTHING_ALLOWED.replace(f"{feature}=()", f"{feature}=(self)")


@pytest.mark.parametrize("path", ["/B/7KQ", "/b/7KQ"])
@pytest.mark.parametrize(
    ("base_url", "policy"),
    [
        ("https://hallway.test", "no-referrer"),
        ("http://localhost:8000", "no-referrer"),
        ("http://192.168.1.7:8000", "same-origin"),  # else browsers send `Origin: null` with the page's own form
    ],
)
async def test_page_of_a_badge_is_not_stored_and_its_address_not_told(
    settings: Settings, path: str, base_url: str, policy: str
) -> None:
    app = small(replace(settings, base_url=base_url))

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=base_url) as client:
        response = await client.get(path)

    assert response.headers["referrer-policy"] == policy
    assert response.headers["cache-control"] == "no-store"


async def test_https_is_kept_to_once_it_was_used(settings: Settings) -> None:
    app = small(replace(settings, base_url="https://hallway.test"))

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="https://hallway.test") as client:
        response = await client.get("/")

    assert response.headers["strict-transport-security"] == "max-age=31536000"
    assert "connect-src 'self' wss://hallway.test;" in response.headers["content-security-policy"]
    assert response.headers["content-security-policy"].endswith("; upgrade-insecure-requests")


OURS: list[dict[str, str]] = [
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "http://hallway.test"},
    {"Origin": "https://proxied.test", "Host": "proxied.test"},
    {},
    {"Authorization": "Bearer x", "Sec-Fetch-Site": "cross-site", "Origin": "https://app.test"},
]
OTHERS: list[dict[str, str]] = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://hallway.test"},
    {"Sec-Fetch-Site": ""},
    {"Origin": "https://evil.test"},
    {"Origin": "http://hallway.test:8000"},
    {"Origin": "http://hallway.test.evil.test"},
    {"Origin": "null"},
    {"Origin": "https://evil.test", "Authorization": "Basic eDp5"},
]


@pytest.mark.parametrize("headers", OURS)
async def test_post_of_our_own_pages_and_of_programs_is_taken(
    outside: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    response = await outside.post("/contacts", headers={**headers, "Cookie": "hallway_session=x"})

    assert (response.status_code, response.text) == (200, "done")


@pytest.mark.parametrize("headers", OTHERS)
@pytest.mark.parametrize("cookie", [{"Cookie": "hallway_session=x"}, {}], ids=["signed in", "nobody"])
async def test_post_of_another_sites_page_is_refused(
    outside: httpx.AsyncClient, headers: dict[str, str], cookie: dict[str, str]
) -> None:
    response = await outside.post("/contacts", headers=headers | cookie)

    assert response.status_code == 403
    assert response.text.startswith("This was sent by a page of another site, so nothing was done.")


async def test_get_from_another_site_is_a_link_like_any_other(outside: httpx.AsyncClient) -> None:
    response = await outside.get("/contacts", headers={"Sec-Fetch-Site": "cross-site"})

    assert response.status_code == 200


async def test_graphql_is_refused_to_other_sites_as_well(client: httpx.AsyncClient) -> None:
    response = await client.post("/graphql", json={"query": "{ __typename }"}, headers={"Sec-Fetch-Site": "cross-site"})

    assert response.status_code == 403
