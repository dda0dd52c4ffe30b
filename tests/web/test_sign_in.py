"""The session cookie is set by a demo link and taken back by signing out."""

from dataclasses import replace

import httpx
import pytest
from conftest import NOW, SECRET, SignIn

from server.app import create_app
from server.config import Settings
from server.people.demo_sign_in import demo_path
from server.seed import SeededCampus
from server.web.identity import COOKIE

VIEWER = {"query": "{ viewer { person { id } } }"}


async def test_sign_in_by_a_demo_link_sets_a_cookie_that_scripts_and_other_sites_do_not_get(
    client: httpx.AsyncClient, campus: SeededCampus
) -> None:
    response = await client.get(demo_path(SECRET, campus.people["ada"]))

    assert response.status_code == 303
    assert response.headers["location"] == "/"
    assert response.headers["cache-control"] == "no-store"
    value, *attributes = response.headers["set-cookie"].split("; ")
    assert value.startswith(f"{COOKIE}=")
    assert sorted(attributes) == ["HttpOnly", "Max-Age=2592000", "Path=/", "SameSite=lax"]


async def test_sign_in_under_https_sets_a_cookie_for_https_only(settings: Settings, campus: SeededCampus) -> None:
    app = create_app(replace(settings, base_url="https://hallway.test"), now=lambda: NOW)

    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="https://hallway.test") as client:
            response = await client.get(demo_path(SECRET, campus.people["ada"]))

    value, *attributes = response.headers["set-cookie"].split("; ")
    assert value.startswith(f"__Host-{COOKIE}=")
    assert sorted(attributes) == ["HttpOnly", "Max-Age=2592000", "Path=/", "SameSite=lax", "Secure"]


async def test_sign_in_by_a_wrong_link_is_404_and_sets_nothing(client: httpx.AsyncClient) -> None:
    response = await client.get("/sign-in/demo/wrong")

    assert response.status_code == 404
    assert "set-cookie" not in response.headers


async def test_sign_in_by_links_is_for_demos_only(settings: Settings, campus: SeededCampus) -> None:
    app = create_app(replace(settings, demo=False), now=lambda: NOW)

    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url=settings.base_url) as client:
            response = await client.get(demo_path(SECRET, campus.people["ada"]))

    assert response.status_code == 404
    assert "set-cookie" not in response.headers


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("wanted", "location"),
    [
        ("/events/career-fair?x=1", "/events/career-fair?x=1"),
        ("https://evil.test/", "/"),
        ("//evil.test/", "/"),
        ("/\\evil.test/", "/"),
        ("\\\\evil.test/", "/"),
        ("/\t/evil.test/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
async def test_sign_in_leads_back_to_where_one_was_but_never_to_another_site(
    client: httpx.AsyncClient, campus: SeededCampus, wanted: str, location: str
) -> None:
    response = await client.get(demo_path(SECRET, campus.people["ada"]), params={"next": wanted})

    assert response.headers["location"] == location


async def test_sign_in_again_ends_the_session_before(sign_in: SignIn) -> None:
    client = await sign_in("ada")
    old = client.cookies[COOKIE]

    await sign_in("ben")

    assert client.cookies[COOKIE] != old
    client.cookies.set(COOKIE, old)
    assert (await client.post("/graphql", json=VIEWER)).json() == {"data": {"viewer": None}}


async def test_sign_out_ends_the_session_and_not_only_the_cookie(sign_in: SignIn) -> None:
    client = await sign_in("ada")
    stolen = client.cookies[COOKIE]
    assert (await client.post("/graphql", json=VIEWER)).json()["data"]["viewer"] is not None

    response = await client.post("/sign-out")

    assert (response.status_code, response.headers["location"]) == (303, "/")
    assert COOKIE not in client.cookies
    client.cookies.set(COOKIE, stolen)
    assert (await client.post("/graphql", json=VIEWER)).json() == {"data": {"viewer": None}}


async def test_sign_out_a_second_time_changes_nothing(sign_in: SignIn) -> None:
    client = await sign_in("ada")

    first, second = await client.post("/sign-out"), await client.post("/sign-out")

    assert (first.status_code, second.status_code) == (303, 303)


async def test_sign_out_by_get_does_nothing(sign_in: SignIn) -> None:
    client = await sign_in("ada")

    response = await client.get("/sign-out")

    assert response.status_code == 405
    assert (await client.post("/graphql", json=VIEWER)).json()["data"]["viewer"] is not None


async def test_sign_out_leaves_the_other_devices_signed_in(
    client: httpx.AsyncClient, sign_in: SignIn, campus: SeededCampus
) -> None:
    await sign_in("ada")
    phone = client.cookies[COOKIE]
    client.cookies.clear()
    await sign_in("ada")

    await client.post("/sign-out")

    client.cookies.set(COOKIE, phone)
    assert (await client.post("/graphql", json=VIEWER)).json()["data"]["viewer"] is not None


async def test_sign_out_takes_everything_off_the_device_where_its_page_asks_for_that(sign_in: SignIn) -> None:
    plain = await (await sign_in("ada")).post("/sign-out")
    thorough = await (await sign_in("ada")).post("/sign-out?clear=yes")

    assert "clear-site-data" not in plain.headers
    assert thorough.headers["clear-site-data"] == '"storage"'
