"""A person sees what was done with their account, and nobody else does."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeAlias

import httpx
from conftest import NOW, Execute, SignIn
from markup import Element

from server.actor import Member, Scope
from server.audit.models import Action
from server.audit.record import record
from server.db import Database
from server.people.api_tokens import create_api_token
from server.people.sign_in import issue_api_token
from server.seed import SeededCampus

Open: TypeAlias = Callable[..., Awaitable[Element]]

ENTRIES = "{ viewer { auditEntries { nodes { action byYou facts { name value } } } } }"


async def given_a_role(database: Database, campus: SeededCampus) -> None:
    async with database.write() as session:
        eli, ada = campus.people["eli"], campus.people["ada"]
        facts = {"role": "OFFICER", "organization": campus.organizations["robotics-club"].hex}
        await record(session, actor_id=eli, action=Action.ROLE_GIVEN, subject_id=ada, detail=facts, now=NOW)


async def test_the_page_tells_of_acts_by_oneself_and_by_others(
    open_page: Open, sign_in: SignIn, database: Database, campus: SeededCampus
) -> None:
    await sign_in("ada")
    await given_a_role(database, campus)
    async with database.write() as session:
        scopes = frozenset({Scope.SCAN})
        actor = Member(campus.people["ada"])
        later = NOW + timedelta(minutes=1)
        await create_api_token(session, actor=actor, name="Robot", scopes=scopes, days=3, now=later)

    page = await open_page("/settings/activity")

    rows = [(row.one("h3").text, row.one("p").text) for row in page.one("main").one("ul", class_="rows").all("li")]
    assert rows[0] == ("An API token was made", "24 September 2026, 10:01, by you")
    assert ("A role was given", "24 September 2026, 10:00, not by you, Officer") in rows


async def test_an_account_to_which_nothing_happened(
    open_page: Open, client: httpx.AsyncClient, sign_in: SignIn
) -> None:
    await sign_in("hana")

    page = await open_page("/settings/activity?after=" + "A" * 32)

    assert "Nothing yet" in page.one("main").text


async def test_what_others_did_and_had_done_is_theirs(
    execute: Execute, database: Database, campus: SeededCampus
) -> None:
    await given_a_role(database, campus)

    seen = {key: await execute(key, ENTRIES) for key in ("ada", "eli", "ben", "gus")}

    fact = {"name": "role", "value": "OFFICER"}
    nodes = {key: answer["data"]["viewer"]["auditEntries"]["nodes"] for key, answer in seen.items()}
    assert {key: [(node["action"], node["byYou"]) for node in found] for key, found in nodes.items()} == {
        "ada": [("ROLE_GIVEN", False)],
        "eli": [("ROLE_GIVEN", True)],
        "ben": [],
        "gus": [],
    }
    assert fact in nodes["ada"][0]["facts"]


async def test_a_program_without_the_scope_is_told_nothing(
    client: httpx.AsyncClient, database: Database, campus: SeededCampus
) -> None:
    await given_a_role(database, campus)
    found = []
    for scopes in ({Scope.CONTACTS}, {Scope.CONTACTS, Scope.ADMIN}):
        async with database.write() as session:
            ada = campus.people["ada"]
            token = await issue_api_token(session, person_id=ada, name="robot", scopes=scopes, now=NOW)
        headers = {"Authorization": f"Bearer {token}"}
        answer = (await client.post("/graphql", json={"query": ENTRIES}, headers=headers)).json()
        found.append(answer["data"]["viewer"]["auditEntries"]["nodes"])

    assert [len(nodes) for nodes in found] == [0, 1]
