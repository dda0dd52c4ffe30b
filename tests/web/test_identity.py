"""A cookie or an API token says who asks, on both databases."""

from datetime import timedelta

import httpx
from conftest import NOW, SECRET, SignIn

from server.db import Database
from server.people.demo_sign_in import demo_api_token
from server.people.sign_in import issue_api_token
from server.seed import SeededCampus
from server.web.identity import COOKIE

VIEWER = {"query": "{ viewer { person { id } } }"}


async def viewer(client: httpx.AsyncClient, **headers: str) -> str | None:
    """The id of whoever is asking; None for nobody."""
    response = await client.post("/graphql", json=VIEWER, headers=headers)
    assert response.status_code == 200
    found = response.json()["data"]["viewer"]
    return None if found is None else found["person"]["id"]


async def test_viewer_is_nobody_without_a_cookie_or_token(client: httpx.AsyncClient) -> None:
    assert await viewer(client) is None


async def test_viewer_is_whoever_signed_in(sign_in: SignIn, campus: SeededCampus) -> None:
    client = await sign_in("ada")

    assert await viewer(client) == f"person_{campus.people['ada'].hex}"


async def test_a_page_of_somebody_else_is_nobodys(sign_in: SignIn, campus: SeededCampus) -> None:
    client = await sign_in("ada")
    ada, ben = (f"person_{campus.people[key].hex}" for key in ("ada", "ben"))

    assert await viewer(client, **{"Hallway-Account": ada}) == ada
    assert await viewer(client, **{"Hallway-Account": ben}) is None
    assert await viewer(client, **{"Hallway-Account": ""}) is None


async def test_viewer_is_whose_api_token_it_is(client: httpx.AsyncClient, campus: SeededCampus) -> None:
    token = demo_api_token(SECRET, campus.people["ben"])

    assert await viewer(client, Authorization=f"Bearer {token}") == f"person_{campus.people['ben'].hex}"
    assert await viewer(client, Authorization=f"bearer   {token}") == f"person_{campus.people['ben'].hex}"


async def test_token_counts_for_more_than_the_cookie(sign_in: SignIn, campus: SeededCampus) -> None:
    client = await sign_in("ada")
    token = demo_api_token(SECRET, campus.people["ben"])

    assert await viewer(client, Authorization=f"Bearer {token}") == f"person_{campus.people['ben'].hex}"


async def test_cookie_that_is_not_valid_is_nobody(client: httpx.AsyncClient) -> None:
    client.cookies.set(COOKIE, "not a session")

    assert await viewer(client) is None


async def test_token_that_is_not_valid_is_401_even_beside_a_good_cookie(sign_in: SignIn) -> None:
    client = await sign_in("ada")

    for header in ("Bearer wrong", "Bearer", "Bearer ", "Basic YWRhOmFkYQ==", "wrong"):
        response = await client.post("/graphql", json=VIEWER, headers={"Authorization": header})

        assert response.status_code == 401
        assert response.headers["www-authenticate"] == 'Bearer error="invalid_token"'
        assert response.json()["errors"][0]["message"].startswith("This API token is unknown or has expired.")


async def test_token_that_is_not_valid_is_401_on_pages_too(client: httpx.AsyncClient) -> None:
    response = await client.get("/", headers={"Authorization": "Bearer wrong"})

    assert response.status_code == 401


async def test_token_of_a_session_is_no_api_token(sign_in: SignIn) -> None:
    client = await sign_in("ada")

    response = await client.post("/graphql", json=VIEWER, headers={"Authorization": f"Bearer {client.cookies[COOKIE]}"})

    assert response.status_code == 401


async def test_api_token_is_no_session(client: httpx.AsyncClient, campus: SeededCampus) -> None:
    client.cookies.set(COOKIE, demo_api_token(SECRET, campus.people["ben"]))

    assert await viewer(client) is None


async def test_token_given_out_just_now_works(
    client: httpx.AsyncClient, database: Database, campus: SeededCampus
) -> None:
    async with database.write() as session:
        token = await issue_api_token(
            session, person_id=campus.people["dana"], name="a script", now=NOW - timedelta(minutes=1)
        )

    assert await viewer(client, Authorization=f"Bearer {token}") == f"person_{campus.people['dana'].hex}"
