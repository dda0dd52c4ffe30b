"""A program does for a person what its token's scopes say, and nothing else."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, TypeAlias
from uuid import uuid4

import httpx
import pytest
from conftest import NOW, SECRET, Execute, SignIn
from sqlalchemy import text

from server.actor import ALL_SCOPES, ANONYMOUS, Actor, Member, Program, Scope
from server.badges.token import derive, write
from server.db import Database
from server.errors import InvalidInput, NotFound, SessionRequired, SignInRequired
from server.people.api_tokens import MOST, MadeToken, api_tokens, create_api_token, revoke_api_token
from server.people.sign_in import actor_of_api_token
from server.seed import SeededCampus
from server.seed.people_rows import badge_seed

Ask: TypeAlias = Callable[..., Awaitable[dict[str, Any]]]
CREATE = """mutation { result: createApiToken(input: {name: "gate", scopes: [SCAN], days: 30}) {
    __typename ... on CreateApiTokenSuccess { token apiToken { name scopes lastUsedAt } } } }"""
SCAN = """mutation ($id: UUID!, $code: String!) { result: scanBadge(
    input: {id: $id, code: $code, scannedAt: "2026-09-24T14:00:00Z", how: TYPED}) {
    __typename ... on ScopeMissing { scope message } } }"""
SCANS = """mutation ($id: UUID!, $code: String!) { result: recordEncounters(input: {encounters: [
    {id: $id, code: $code, scannedAt: "2026-09-24T14:00:00Z", how: TYPED}]}) { __typename } }"""
BATCH = "mutation ($batch: EncounterBatch!) { result: recordEncounterBatch(batch: $batch) { __typename } }"
THEIRS = [
    "{ viewer { person { name } } }",
    "{ viewer { badge { code } } }",
    "{ viewer { contacts(first: 1) { nodes { name } } } }",
    "{ viewer { encounters(first: 1) { nodes { note } } } }",
    "{ viewer { timeZone } }",
]
FAIR = '{ event(slug: "engineering-career-fair") { name } }'


async def make(database: Database, actor: Actor, *scopes: Scope, name: str = "gate", days: int = 30) -> MadeToken:
    async with database.write() as session:
        return await create_api_token(session, actor=actor, name=name, scopes=scopes, days=days, now=NOW)


@pytest.fixture
def ask(client: httpx.AsyncClient, database: Database, campus: SeededCampus) -> Ask:
    """Asks as Ada's program: `await ask([Scope.SCAN], document, **variables)`."""

    async def run(scopes: list[Scope], document: str, **variables: Any) -> dict[str, Any]:
        made = await make(database, Member(campus.people["ada"]), *scopes)
        headers = {"Authorization": f"Bearer {made.token}"}
        response = await client.post("/graphql", json={"query": document, "variables": variables}, headers=headers)
        assert response.status_code == 200
        return response.json()  # type: ignore[no-any-return]

    return run


def code_of(campus: SeededCampus, key: str) -> str:
    return write(derive(SECRET, badge_seed(SECRET, campus.people[key])))


def but(scope: Scope) -> list[Scope]:
    return [other for other in Scope if other is not scope]


async def test_token_is_its_person_within_its_scopes(database: Database, campus: SeededCampus) -> None:
    ada = campus.people["ada"]
    some, every = await make(database, Member(ada), Scope.SCAN), await make(database, Member(ada), *Scope)

    assert await actor_of_api_token(database, some.token, now=NOW) == Program(ada, frozenset({Scope.SCAN}))
    assert await actor_of_api_token(database, every.token, now=NOW) == Member(ada, ALL_SCOPES)


async def test_token_ends_when_it_was_said_to(database: Database, campus: SeededCampus) -> None:
    made = await make(database, Member(campus.people["ada"]), Scope.SCAN, days=1)
    end = NOW + timedelta(days=1)

    assert await actor_of_api_token(database, made.token, now=end - timedelta(seconds=1)) != ANONYMOUS
    assert await actor_of_api_token(database, made.token, now=end) == ANONYMOUS
    assert "gate" not in [row.name for row in await api_tokens(database, actor=Member(campus.people["ada"]), now=end)]


async def test_token_is_kept_as_a_hash(database: Database, campus: SeededCampus) -> None:
    made = await make(database, Member(campus.people["ada"]), Scope.SCAN)

    rows = await database.rows(text("SELECT * FROM api_token"))

    assert made.token.startswith("hallway_")
    assert made.token not in repr([tuple(row) for row in rows])


async def test_token_says_when_it_was_used(ask: Ask, database: Database, campus: SeededCampus) -> None:
    ada = Member(campus.people["ada"])
    before = (await make(database, ada, Scope.SCAN, name="unused")).row.last_used_at

    await ask([Scope.CONTACTS], "{ viewer { timeZone } }")

    used = {row.name: row.last_used_at for row in await api_tokens(database, actor=ada, now=NOW)}
    assert (before, used["gate"], used["unused"]) == (None, NOW, None)


async def test_revoke_ends_a_token_at_once(database: Database, campus: SeededCampus) -> None:
    ada = Member(campus.people["ada"])
    made = await make(database, ada, Scope.SCAN)

    async with database.write() as session:
        await revoke_api_token(session, actor=ada, token_id=made.row.id, now=NOW)

    assert await actor_of_api_token(database, made.token, now=NOW) == ANONYMOUS
    with pytest.raises(NotFound):
        async with database.write() as session:
            await revoke_api_token(session, actor=ada, token_id=made.row.id, now=NOW)


async def test_revoke_of_somebody_elses_token_looks_like_none(database: Database, campus: SeededCampus) -> None:
    made = await make(database, Member(campus.people["ada"]), Scope.SCAN)

    with pytest.raises(NotFound):
        async with database.write() as session:
            await revoke_api_token(session, actor=Member(campus.people["ben"]), token_id=made.row.id, now=NOW)

    assert await actor_of_api_token(database, made.token, now=NOW) != ANONYMOUS


async def test_create_gathers_all_faults(database: Database, campus: SeededCampus) -> None:
    with pytest.raises(InvalidInput) as refused:
        await make(database, Member(campus.people["ada"]), name=" ", days=0)

    assert [fault.path for fault in refused.value.faults] == [("name",), ("scopes",), ("days",)]


async def test_create_no_more_than_anybody_can_look_after(database: Database, campus: SeededCampus) -> None:
    ada = Member(campus.people["ada"])
    for _ in range(MOST - 1):  # the seed made one
        await make(database, ada, Scope.SCAN)

    with pytest.raises(InvalidInput, match="You have 50 tokens already"):
        await make(database, ada, Scope.SCAN)


async def test_tokens_are_made_by_people_only(database: Database, campus: SeededCampus) -> None:
    ada = campus.people["ada"]
    cases: list[tuple[Actor, type[Exception]]] = [
        (ANONYMOUS, SignInRequired),
        (Member(ada, ALL_SCOPES), SessionRequired),
        (Program(ada, ALL_SCOPES), SessionRequired),
    ]
    for actor, refusal in cases:
        with pytest.raises(refusal):
            await make(database, actor, Scope.SCAN)
        with pytest.raises(refusal):
            await api_tokens(database, actor=actor, now=NOW)
        with pytest.raises(refusal):
            async with database.write() as session:
                await revoke_api_token(session, actor=actor, token_id=ada, now=NOW)


async def test_token_with_every_scope_makes_no_token(ask: Ask) -> None:
    made = await ask(list(Scope), CREATE)
    listed = await ask(list(Scope), "{ viewer { apiTokens { name } } }")
    sessions = await ask(list(Scope), "{ viewer { sessions { device } } }")
    ended = await ask(list(Scope), "mutation { result: endAllSessions(input: {}) { __typename } }")

    assert made == {"data": {"result": {"__typename": "SessionRequired"}}}
    assert ended == made
    assert listed["errors"][0]["extensions"]["code"] == "SessionRequired"
    assert sessions["errors"][0]["extensions"]["code"] == "SessionRequired"


async def test_create_through_graphql_shows_the_token_once(sign_in: SignIn) -> None:
    client = await sign_in("ada")

    result = (await client.post("/graphql", json={"query": CREATE})).json()["data"]["result"]

    listed = await client.post("/graphql", json={"query": "{ viewer { apiTokens { id name scopes } } }"})
    assert result["apiToken"] == {"name": "gate", "scopes": ["SCAN"], "lastUsedAt": None}
    assert listed.json()["data"]["viewer"]["apiTokens"][0]["name"] == "gate"
    assert result["token"] not in listed.text


@pytest.mark.parametrize("document", THEIRS)
async def test_token_without_contacts_reads_nothing_of_its_person(ask: Ask, document: str) -> None:
    allowed, refused = await ask([Scope.CONTACTS], document), await ask(but(Scope.CONTACTS), document)

    assert "errors" not in allowed
    assert (refused["data"], refused["errors"][0]["extensions"]["code"]) == ({"viewer": None}, "ScopeMissing")


async def test_token_without_contacts_finds_nobody(ask: Ask, execute: Execute, campus: SeededCampus) -> None:
    mine = "{ viewer { badge { id } contacts(first: 1) { nodes { id } } encounters(first: 1) { nodes { id } } } }"
    viewer = (await execute("ada", mine))["data"]["viewer"]
    ids = [
        viewer["badge"]["id"],
        viewer["contacts"]["nodes"][0]["id"],
        viewer["encounters"]["nodes"][0]["id"],
        f"person_{campus.people['ada'].hex}",
    ]

    for id_ in ids:
        document = f'{{ node(id: "{id_}") {{ id ... on Person {{ name email }} }} }}'
        stranger = await execute(None, document)
        assert (await ask([Scope.CONTACTS], document))["data"]["node"]["id"] == id_
        assert await ask(but(Scope.CONTACTS), document) == stranger


async def test_token_without_contacts_sees_of_a_badge_what_strangers_see(
    ask: Ask, execute: Execute, campus: SeededCampus
) -> None:
    document = f'{{ badge(code: "{code_of(campus, "ben")}") {{ person {{ name headline email }} }} }}'

    assert await ask(but(Scope.CONTACTS), document) == await execute(None, document)
    assert await ask([Scope.CONTACTS], document) == await execute("ada", document)
    assert await execute("ada", document) != await execute(None, document)


@pytest.mark.parametrize("document", [SCAN, SCANS])
async def test_token_without_scan_scans_nothing(ask: Ask, campus: SeededCampus, document: str) -> None:
    code = code_of(campus, "chen")

    refused = await ask(but(Scope.SCAN), document, id=str(uuid4()), code=code)
    allowed = await ask([Scope.SCAN], document, id=str(uuid4()), code=code)

    assert refused["data"]["result"]["__typename"] == "ScopeMissing"
    assert allowed["data"]["result"]["__typename"].endswith("Success")


async def test_token_without_scan_sends_no_batch(ask: Ask) -> None:
    assert (await ask(but(Scope.SCAN), BATCH, batch=[]))["data"]["result"]["__typename"] == "ScopeMissing"
    assert (await ask([Scope.SCAN], BATCH, batch=[]))["data"]["result"]["__typename"].endswith("Success")


async def test_token_without_read_events_sees_events_as_a_stranger(
    ask: Ask, database: Database, campus: SeededCampus
) -> None:
    async with database.write() as session:
        await session.execute(text("UPDATE event SET online_url = 'https://call.example/secret'"))
    document = '{ event(slug: "engineering-career-fair") { name onlineUrl } }'

    refused, allowed = await ask(but(Scope.READ_EVENTS), document), await ask([Scope.READ_EVENTS], document)

    assert refused["data"]["event"] == {"name": allowed["data"]["event"]["name"], "onlineUrl": None}
    assert allowed["data"]["event"]["onlineUrl"] == "https://call.example/secret"


async def test_token_without_contacts_opens_no_page_of_its_person(
    client: httpx.AsyncClient, database: Database, campus: SeededCampus
) -> None:
    made = await make(database, Member(campus.people["ada"]), *but(Scope.CONTACTS))
    headers = {"Authorization": f"Bearer {made.token}"}

    for path in ("/badge", "/contacts", "/badge.svg", "/badge.png", "/settings/tokens", "/settings/sessions", "/scan"):
        response = await client.get(path, headers=headers)

        assert (path, response.status_code) == (path, 403)
        assert "Okafor" not in response.text
