"""Passkeys: made by who is signed in, each answer counts once and in one browser, and only what is signed counts."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from authenticator import PRESENT, Authenticator
from conftest import NOW, SignIn
from sqlalchemy import select
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from server.app import create_app
from server.audit.models import Action, AuditEntry
from server.config import Settings
from server.db import Database
from server.people import begin_passkey as begin
from server.people.passkey_errors import PasskeyRefused, PasskeyTooLate, TooManyPasskeys
from server.people.passkeys import Passkey, PasskeyChallenge, PasskeyHolder
from server.seed import SeededCampus
from server.web.identity import COOKIE
from server.web.sign_in_with_passkey import COOKIE as BROWSER_COOKIE

BEGIN = "mutation { result: beginPasskey { __typename ... on BeginPasskeySuccess { options } } }"
ADD = """mutation ($credential: String!) { result: addPasskey(input: {credential: $credential}) {
    __typename ... on AddPasskeySuccess { passkey { id name lastUsedAt } } ... on UserError { message }
} }"""
LIST = "{ viewer { passkeys { id name createdAt lastUsedAt } } }"
RENAME = """mutation ($id: ID!, $name: String!) { result: renamePasskey(input: {id: $id, name: $name}) {
    __typename ... on RenamePasskeySuccess { name } ... on InvalidInput { faults { path message } }
} }"""
REMOVE = "mutation ($id: ID!) { result: removePasskey(input: {id: $id}) { __typename } }"
WHO = "{ viewer { person { name } } }"
REFUSED, TOO_LATE = PasskeyRefused.message, PasskeyTooLate.message


class Clock:
    now = NOW


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def client(settings: Settings, clock: Clock) -> AsyncIterator[httpx.AsyncClient]:
    """Of a Hallway whose clock the test moves."""
    app = create_app(settings, now=lambda: clock.now)
    transport = httpx.ASGITransport(app)
    firefox = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"}
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url=settings.base_url, headers=firefox) as client,
    ):
        yield client


async def ask(client: httpx.AsyncClient, document: str, **variables: Any) -> Any:
    answer = (await client.post("/graphql", json={"query": document, "variables": variables})).json()
    assert "errors" not in answer, answer
    return answer["data"].get("result", answer["data"].get("viewer"))


async def options(client: httpx.AsyncClient) -> str:
    """To make a passkey by."""
    return str((await ask(client, BEGIN))["options"])


async def add(client: httpx.AsyncClient, authenticator: Authenticator) -> Any:
    return await ask(client, ADD, credential=authenticator.make(await options(client)))


async def question(client: httpx.AsyncClient) -> str:
    """To sign in by."""
    answer = await client.post("/sign-in/with-passkey/question")
    assert answer.status_code == 200, answer.text
    return str(answer.json()["options"])


async def answer(client: httpx.AsyncClient, credential: str) -> tuple[int, dict[str, str]]:
    """Status and body; a refusal comes without a session."""
    response = await client.post("/sign-in/with-passkey", content=credential)
    assert (COOKIE in response.headers.get("set-cookie", "")) == (response.status_code == 200)
    return response.status_code, response.json()


def refusal(message: str) -> tuple[int, dict[str, str]]:
    return 422, {"message": message}


async def audited(database: Database, *actions: Action) -> list[tuple[Action, bool, str]]:
    """What, whether by somebody who was signed in, and more about it."""
    rows = await database.rows(
        select(AuditEntry.action, AuditEntry.actor_id, AuditEntry.detail)
        .where(AuditEntry.action.in_(actions))
        .order_by(AuditEntry.id)
    )
    return [(row.action, row.actor_id is not None, row.detail) for row in rows if "DEMO" not in row.detail]


@pytest.fixture
async def passkey(client: httpx.AsyncClient, sign_in: SignIn) -> Authenticator:
    """Ada's; she is signed out again."""
    authenticator = Authenticator()
    await sign_in("ada")
    assert (await add(client, authenticator))["__typename"] == "AddPasskeySuccess"
    await client.post("/sign-out")
    client.cookies.clear()
    return authenticator


async def test_passkey_is_made_and_listed(
    client: httpx.AsyncClient, sign_in: SignIn, database: Database, campus: SeededCampus
) -> None:
    await sign_in("ada")
    asked = json.loads(await options(client))

    made = await add(client, Authenticator())

    assert made["passkey"]["name"] == "Firefox on Linux"
    listed = {"createdAt": "2026-09-24T14:00:00+00:00", **made["passkey"], "lastUsedAt": None}
    assert await ask(client, LIST) == {"passkeys": [listed]}
    assert (asked["rp"], asked["user"]["name"]) == (
        {"name": "Northgate", "id": "hallway.test"},
        "ada@northgate.example",
    )
    wanted = asked["authenticatorSelection"]
    assert (wanted["residentKey"], wanted["userVerification"], asked["attestation"]) == ("required", "required", "none")
    assert campus.people["ada"].hex not in asked["user"]["id"]
    assert await audited(database, Action.PASSKEY_ADDED) == [(Action.PASSKEY_ADDED, True, "{}")]


async def test_second_passkey_has_the_same_owner_and_is_not_of_the_same_device(
    client: httpx.AsyncClient, sign_in: SignIn
) -> None:
    first = Authenticator()
    await sign_in("ada")
    await add(client, first)

    asked = json.loads(await options(client))

    assert [one["id"] for one in asked["excludeCredentials"]] == [bytes_to_base64url(first.credential_id)]
    assert asked["user"]["id"] == first.user_handle


async def test_sign_in_and_on_by_what_a_passkey_signed(
    client: httpx.AsyncClient, passkey: Authenticator, database: Database, clock: Clock
) -> None:
    clock.now += timedelta(minutes=1)

    status = await answer(client, passkey.sign(await question(client)))

    assert status == (200, {})
    assert (await ask(client, WHO))["person"]["name"] == "Ada Okafor"
    assert (await ask(client, LIST))["passkeys"][0]["lastUsedAt"] == "2026-09-24T14:01:00+00:00"
    assert await audited(database, Action.SIGNED_IN) == [(Action.SIGNED_IN, True, '{"how": "PASSKEY"}')]


async def test_session_is_another_one_after_signing_in(
    client: httpx.AsyncClient, passkey: Authenticator, sign_in: SignIn, database: Database
) -> None:
    await sign_in("ben")
    before = client.cookies[COOKIE]

    await answer(client, passkey.sign(await question(client)))

    after = client.cookies[COOKIE]
    client.cookies.set(COOKIE, before, domain="hallway.test")
    assert after != before
    async with httpx.AsyncClient(
        transport=client._transport, base_url="http://hallway.test", cookies={COOKIE: before}
    ) as old:
        assert await ask(old, WHO) is None


async def test_question_is_asked_with_verification_and_of_nobody_in_particular(client: httpx.AsyncClient) -> None:
    response = await client.post("/sign-in/with-passkey/question")

    asked = json.loads(response.json()["options"])
    assert (asked["rpId"], asked["userVerification"], asked["allowCredentials"]) == ("hallway.test", "required", [])
    assert response.headers["set-cookie"].startswith(f"{BROWSER_COOKIE}=")
    assert response.headers["set-cookie"].endswith("; HttpOnly; Max-Age=300; Path=/; SameSite=strict")
    assert response.headers["cache-control"] == "no-store"


async def test_forged_signature_is_refused(
    client: httpx.AsyncClient, passkey: Authenticator, database: Database
) -> None:
    forger = replace(passkey, key=Authenticator().key)

    assert await answer(client, forger.sign(await question(client))) == refusal(REFUSED)
    why = '{"how": "PASSKEY", "why": "NOT_VERIFIED"}'
    assert await audited(database, Action.SIGN_IN_FAILED) == [(Action.SIGN_IN_FAILED, False, why)]


@pytest.mark.parametrize(
    "lie",
    [
        {"origin": "http://evil.test"},
        {"origin": "http://hallway.test.evil.test"},
        {"origin": "https://hallway.test"},
        {"rp_id": "evil.test"},
        {"rp_id": "test"},
        {"flags": PRESENT},
        {"flags": 0},
        {"user_handle": "AAAA"},
        {"user_handle": ""},
        {"credential_id": bytes(32)},
    ],
    ids=lambda lie: "-".join(map(str, *lie.items())),
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_is_not_as_it_should_be_is_refused_in_the_same_words(
    client: httpx.AsyncClient, passkey: Authenticator, lie: dict[str, Any]
) -> None:
    liar = replace(passkey, **lie)

    assert await answer(client, liar.sign(await question(client))) == refusal(REFUSED)
    assert await answer(client, passkey.sign(await question(client))) == (200, {})


async def test_answer_counts_once(client: httpx.AsyncClient, passkey: Authenticator) -> None:
    credential = passkey.sign(await question(client))

    first = await answer(client, credential)
    client.cookies.delete(COOKIE)
    second = await answer(client, credential)

    assert (first, second) == ((200, {}), refusal(TOO_LATE))


async def test_wrong_answer_uses_the_question_up(client: httpx.AsyncClient, passkey: Authenticator) -> None:
    asked = await question(client)
    await answer(client, replace(passkey, key=Authenticator().key).sign(asked))

    assert await answer(client, passkey.sign(asked)) == refusal(TOO_LATE)


async def test_answer_of_another_browser_is_refused_and_uses_the_question_up(
    client: httpx.AsyncClient, passkey: Authenticator
) -> None:
    credential = passkey.sign(await question(client))
    cookies = dict(client.cookies)
    client.cookies.clear()

    without = await answer(client, credential)
    client.cookies.update(cookies)
    late = await answer(client, credential)

    assert (without, late) == (refusal(TOO_LATE), refusal(TOO_LATE))


async def test_another_browser_with_a_question_of_its_own_is_refused(
    client: httpx.AsyncClient, passkey: Authenticator
) -> None:
    credential = passkey.sign(await question(client))
    client.cookies.clear()
    await question(client)

    assert await answer(client, credential) == refusal(TOO_LATE)


async def test_two_questions_of_one_browser_are_both_good(client: httpx.AsyncClient, passkey: Authenticator) -> None:
    first, second = await question(client), await question(client)

    answers = [await answer(client, passkey.sign(asked)) for asked in (first, second)]

    assert answers == [(200, {}), (200, {})]


async def test_question_is_good_for_five_minutes(
    client: httpx.AsyncClient, passkey: Authenticator, clock: Clock
) -> None:
    late, in_time = await question(client), await question(client)

    clock.now += timedelta(minutes=5) - timedelta(microseconds=1)
    good = await answer(client, passkey.sign(in_time))
    clock.now += timedelta(microseconds=1)
    old = await answer(client, passkey.sign(late))

    assert (good, old) == ((200, {}), refusal(TOO_LATE))


async def test_question_for_making_a_passkey_signs_nobody_in_and_the_other_way_round(
    client: httpx.AsyncClient, passkey: Authenticator, sign_in: SignIn
) -> None:
    await sign_in("ada")
    client.cookies.set(BROWSER_COOKIE, client.cookies[COOKIE], domain="hallway.test")
    to_make = await options(client)
    to_sign_in = json.dumps({**json.loads(await question(client)), "user": {"id": "AAAA"}})

    signed = await answer(client, passkey.sign(to_make))
    made = await ask(client, ADD, credential=Authenticator().make(to_sign_in))

    assert (signed, made["__typename"]) == (refusal(TOO_LATE), "PasskeyTooLate")


@pytest.mark.parametrize(
    ("counts", "status"), [((5, 6), 200), ((5, 5), 422), ((5, 4), 422), ((5, 0), 422), ((0, 0), 200)]
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_count_that_does_not_go_on_tells_of_a_copy(
    client: httpx.AsyncClient, passkey: Authenticator, counts: tuple[int, int], status: int
) -> None:
    passkey.sign_count = counts[0]
    first = await answer(client, passkey.sign(await question(client)))
    passkey.sign_count = counts[1]

    second = await answer(client, passkey.sign(await question(client)))

    assert first == (200, {})
    assert second == ((200, {}) if status == 200 else refusal(REFUSED))


async def test_removed_passkey_signs_nobody_in(
    client: httpx.AsyncClient, passkey: Authenticator, sign_in: SignIn, database: Database
) -> None:
    await sign_in("ada")
    [listed] = (await ask(client, LIST))["passkeys"]

    removed = await ask(client, REMOVE, id=listed["id"])
    again = await ask(client, REMOVE, id=listed["id"])

    assert (removed["__typename"], again["__typename"]) == ("RemovePasskeySuccess", "NotFound")
    assert await answer(client, passkey.sign(await question(client))) == refusal(REFUSED)
    assert await audited(database, Action.PASSKEY_REMOVED) == [(Action.PASSKEY_REMOVED, True, "{}")]
    assert (await audited(database, Action.SIGN_IN_FAILED))[0][2] == '{"how": "PASSKEY", "why": "UNKNOWN"}'


async def test_passkey_of_somebody_who_left_signs_nobody_in(
    client: httpx.AsyncClient, passkey: Authenticator, sign_in: SignIn, database: Database
) -> None:
    await sign_in("ada")
    await options(client)
    erase = 'mutation { result: eraseMe(input: {confirm: "ada@northgate.example"}) { __typename } }'
    assert (await ask(client, erase))["__typename"] == "EraseMeSuccess"

    assert await answer(client, passkey.sign(await question(client))) == refusal(REFUSED)
    for model in (Passkey, PasskeyHolder):
        assert await database.rows(select(model.person_id)) == []
    assert await database.rows(select(PasskeyChallenge.person_id).where(PasskeyChallenge.person_id.is_not(None))) == []


@pytest.mark.parametrize(
    "lie",
    [{"origin": "http://evil.test"}, {"rp_id": "evil.test"}, {"flags": PRESENT}, {"credential_id": b""}],
    ids=lambda lie: "-".join(map(str, *lie.items())),
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_passkey_that_is_not_as_it_should_be_is_not_kept(
    client: httpx.AsyncClient, sign_in: SignIn, database: Database, lie: dict[str, Any]
) -> None:
    await sign_in("ada")

    made = await add(client, Authenticator(**lie))

    assert made == {"__typename": "PasskeyRefused", "message": REFUSED}
    assert await database.rows(select(Passkey.id)) == []


async def test_passkey_that_somebody_has_is_not_kept_for_another(
    client: httpx.AsyncClient, passkey: Authenticator, sign_in: SignIn
) -> None:
    await sign_in("ben")

    made = await add(client, replace(passkey))

    assert made["__typename"] == "PasskeyRefused"
    assert (await ask(client, LIST))["passkeys"] == []


async def test_passkey_is_made_once_and_by_the_session_that_began(
    client: httpx.AsyncClient, sign_in: SignIn, clock: Clock
) -> None:
    await sign_in("ada")
    credential = Authenticator().make(await options(client))
    first = await ask(client, ADD, credential=credential)
    again = await ask(client, ADD, credential=credential)
    begun = Authenticator().make(await options(client))
    await client.post("/sign-out")
    await sign_in("ada")  # in another session
    elsewhere = await ask(client, ADD, credential=begun)
    late = Authenticator().make(await options(client))
    clock.now += timedelta(minutes=5)
    too_late = await ask(client, ADD, credential=late)

    names = [answer["__typename"] for answer in (first, again, elsewhere, too_late)]

    assert names == ["AddPasskeySuccess", "PasskeyTooLate", "PasskeyTooLate", "PasskeyTooLate"]


async def test_question_of_one_person_makes_no_passkey_for_another(client: httpx.AsyncClient, sign_in: SignIn) -> None:
    await sign_in("ada")
    credential = Authenticator().make(await options(client))
    await sign_in("ben")

    assert (await ask(client, ADD, credential=credential))["__typename"] == "PasskeyTooLate"


async def test_no_more_than_so_many(
    client: httpx.AsyncClient, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(begin, "MOST", 1)
    await sign_in("ada")
    await add(client, Authenticator())

    assert (await ask(client, BEGIN))["__typename"] == TooManyPasskeys.__name__


@pytest.mark.parametrize(
    "credential", ["", "{", "[]", "null", '{"response": 1}', '{"response": {"clientDataJSON": "!"}}']
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_what_is_no_answer_is_refused(
    client: httpx.AsyncClient, passkey: Authenticator, sign_in: SignIn, credential: str
) -> None:
    await question(client)

    assert await answer(client, credential) == refusal(TOO_LATE)
    await sign_in("ada")
    assert (await ask(client, ADD, credential=credential))["__typename"] == "PasskeyTooLate"


def spoilt(credential: str, **response: Any) -> str:
    said = json.loads(credential)
    return json.dumps({**said, "response": {**said["response"], **response}})


@pytest.mark.parametrize(
    "response",
    [
        {"authenticatorData": "AAAA"},
        {"authenticatorData": 7},
        {"signature": "AAAA"},
        {"signature": None},
        {"userHandle": 7},
    ],
    ids=str,
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_answer_that_is_half_of_one_is_refused(
    client: httpx.AsyncClient, passkey: Authenticator, response: dict[str, Any]
) -> None:
    credential = spoilt(passkey.sign(await question(client)), **response)

    assert await answer(client, credential) == refusal(REFUSED)


@pytest.mark.parametrize("attestation", ["AAAA", "oA", 7, "v2"])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_passkey_that_is_half_of_one_is_refused(
    client: httpx.AsyncClient, sign_in: SignIn, attestation: object
) -> None:
    await sign_in("ada")
    credential = spoilt(Authenticator().make(await options(client)), attestationObject=attestation)

    assert (await ask(client, ADD, credential=credential))["__typename"] == "PasskeyRefused"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_other_sites_can_neither_ask_nor_answer(client: httpx.AsyncClient, passkey: Authenticator) -> None:
    credential = passkey.sign(await question(client))
    foreign = {"Sec-Fetch-Site": "cross-site"}

    asked = await client.post("/sign-in/with-passkey/question", headers=foreign)
    answered = await client.post("/sign-in/with-passkey", content=credential, headers=foreign)

    assert (asked.status_code, answered.status_code) == (403, 403)


async def test_nobody_asks_for_ever(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, passkey: Authenticator, clock: Clock
) -> None:
    monkeypatch.setattr("server.people.begin_passkey_sign_in.QUESTIONS_OF_CLIENT", 1)
    await question(client)

    refused = await client.post("/sign-in/with-passkey/question")
    clock.now += timedelta(hours=1)

    assert (refused.status_code, refused.json()["message"][:24]) == (422, "Too many sign-ins were b")
    assert await answer(client, passkey.sign(await question(client))) == (200, {})


async def test_rename(client: httpx.AsyncClient, passkey: Authenticator, sign_in: SignIn) -> None:
    await sign_in("ada")
    [listed] = (await ask(client, LIST))["passkeys"]

    renamed = await ask(client, RENAME, id=listed["id"], name="  My \t phone ")
    nameless = await ask(client, RENAME, id=listed["id"], name=" ")
    endless = await ask(client, RENAME, id=listed["id"], name="x" * 101)

    assert renamed == {"__typename": "RenamePasskeySuccess", "name": "My phone"}
    assert nameless["faults"] == [{"path": ["name"], "message": "Write a name by which you know it again."}]
    assert endless["faults"][0]["message"] == "101 letters are too many. Take 100 or fewer."
    assert (await ask(client, LIST))["passkeys"][0]["name"] == "My phone"


async def test_passkeys_of_others_are_not_there(
    client: httpx.AsyncClient, passkey: Authenticator, sign_in: SignIn
) -> None:
    await sign_in("ada")
    [listed] = (await ask(client, LIST))["passkeys"]
    await sign_in("ben")

    names = [
        (await ask(client, RENAME, id=listed["id"], name="Mine"))["__typename"],
        (await ask(client, REMOVE, id=listed["id"]))["__typename"],
        (await ask(client, REMOVE, id="cGVyc29uOg"))["__typename"],
    ]

    assert (names, await ask(client, LIST)) == (["NotFound"] * 3, {"passkeys": []})
    assert await answer(client, passkey.sign(await question(client))) == (200, {})


async def test_database_holds_nothing_to_sign_in_with(
    client: httpx.AsyncClient, passkey: Authenticator, database: Database
) -> None:
    asked = json.loads(await question(client))
    [row] = await database.rows(select(PasskeyChallenge.__table__))
    [kept] = await database.rows(select(Passkey.__table__))
    challenge = base64url_to_bytes(asked["challenge"])
    secret = passkey.key.private_numbers().private_value.to_bytes(32, "big")
    assert challenge not in (row.challenge_hash, row.browser_hash)
    assert client.cookies[BROWSER_COOKIE].encode() not in (row.challenge_hash, row.browser_hash)
    assert secret not in kept.public_key
