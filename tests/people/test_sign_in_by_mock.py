"""Signing in through oidc-provider-mock, a provider that others wrote."""

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace

import httpx
import pytest
from markup import read
from sqlalchemy import select

from server.app import create_app
from server.config import Settings
from server.db import Database
from server.people.identities import ExternalIdentity
from server.people.models import Affiliation, Person
from server.people.provider_errors import ProviderFault, ProviderSignInRefused
from server.providers import Provider


@pytest.fixture
async def mock() -> AsyncIterator[str]:
    """The issuer: a process of its own, since importing it warns of what it uses."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = (sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "true")
    quiet = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(*command, stdout=quiet, stderr=quiet)
    issuer = f"http://127.0.0.1:{port}"
    try:
        async with httpx.AsyncClient() as browser, asyncio.timeout(60):
            while not await _answers(browser, issuer):  # noqa: ASYNC110  # another process sets no event
                await asyncio.sleep(0.1)
        yield issuer
    finally:
        process.terminate()
        await process.wait()


async def _answers(browser: httpx.AsyncClient, issuer: str) -> bool:
    try:
        return (await browser.get(f"{issuer}/.well-known/openid-configuration")).status_code == 200
    except httpx.TransportError:
        return False


@pytest.fixture
async def client(settings: Settings, mock: str) -> AsyncIterator[httpx.AsyncClient]:
    """Of a Hallway whose clock is right, as the mock's is."""
    provider = Provider(
        id="mock",
        name="Northgate account",
        issuer=mock,
        client_id="hallway",
        client_secret="any",  # it takes all
        joins=True,
        affiliation_claim="affiliation",
        affiliations={"faculty": "FACULTY"},
    )
    app = create_app(replace(settings, providers=(provider,)))
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url=settings.base_url) as client,
    ):
        yield client


async def consent(client: httpx.AsyncClient, **form: str) -> httpx.Response:
    """Press Hallway's button, and one of the mock's."""
    gone = await client.get("/sign-in/with/mock?next=/badge")
    async with httpx.AsyncClient() as browser:
        answer = await browser.post(gone.headers["location"], data=form)
    return await client.get(answer.headers["location"])


async def test_sign_in_and_again(client: httpx.AsyncClient, mock: str, database: Database) -> None:
    person = {"name": "Nadia Quist", "email": "nadia@partner.example", "email_verified": True, "affiliation": "faculty"}
    async with httpx.AsyncClient() as browser:
        assert (await browser.put(f"{mock}/users/nadia-1", json=person)).status_code == 204

    answers = [await consent(client, sub="nadia-1"), await consent(client, sub="nadia-1")]

    ways = [(answer.status_code, answer.headers.get("location")) for answer in answers]
    assert ways == [(303, "/sign-in/passkey?next=%2Fbadge"), (303, "/badge")]
    known = select(Person.name, Person.affiliation).join(ExternalIdentity, ExternalIdentity.person_id == Person.id)
    rows = await database.rows(known.where(ExternalIdentity.subject == "nadia-1"))
    assert [tuple(row) for row in rows] == [("Nadia Quist", Affiliation.FACULTY)]
    assert (await client.get("/badge")).status_code == 200


async def test_who_says_no_is_not_signed_in(client: httpx.AsyncClient) -> None:
    answer = await consent(client, action="deny")

    sentence = ProviderSignInRefused(ProviderFault.CANCELLED, "Northgate account").message
    assert (answer.status_code, read(answer.text).one("p", class_="lede").text) == (422, sentence)
    assert (await client.get("/badge")).status_code == 303


async def test_an_address_that_the_mock_does_not_call_verified_is_not_believed(client: httpx.AsyncClient) -> None:
    answer = await consent(client, sub="ada@northgate.example")

    sentence = ProviderSignInRefused(ProviderFault.EMAIL_UNVERIFIED, "Northgate account").message
    assert (answer.status_code, read(answer.text).one("p", class_="lede").text) == (422, sentence)
