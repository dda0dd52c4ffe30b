"""A person sees where they are signed in, and signs out there."""

import pytest
from conftest import NOW, Execute, SignIn

from server.actor import ALL_SCOPES, ANONYMOUS, Actor, Member, Program
from server.db import Database
from server.errors import NotFound, SessionRequired, SignInRequired
from server.people.device import device
from server.people.sessions import end_all_sessions, end_own_session, sessions
from server.people.sign_in import actor_of_session, start_session
from server.seed import SeededCampus

MINE = {"query": "{ viewer { sessions { id device current } } }"}
END = "mutation ($id: ID!) { result: endSession(input: {id: $id}) { __typename } }"


async def signed_in(database: Database, campus: SeededCampus, key: str = "ada") -> str:
    async with database.write() as session:
        return await start_session(session, person_id=campus.people[key], user_agent="Firefox", now=NOW)


async def test_sessions_are_ones_own_and_mark_the_one_that_asks(database: Database, campus: SeededCampus) -> None:
    laptop, _ = await signed_in(database, campus), await signed_in(database, campus)
    await signed_in(database, campus, "ben")

    rows = await sessions(database, actor=Member(campus.people["ada"]), token=laptop, now=NOW)

    assert sorted(bool(row.current) for row in rows) == [False, True]


async def test_sessions_name_the_device(sign_in: SignIn) -> None:
    client = await sign_in("ada")

    (found,) = (await client.post("/graphql", json=MINE)).json()["data"]["viewer"]["sessions"]

    assert (found["device"], found["current"]) == ("python-httpx", True)


async def test_end_session_signs_one_device_out(database: Database, campus: SeededCampus) -> None:
    laptop, phone = await signed_in(database, campus), await signed_in(database, campus)
    ada = Member(campus.people["ada"])
    other = next(row.id for row in await sessions(database, actor=ada, token=laptop, now=NOW) if not row.current)

    async with database.write() as session:
        await end_own_session(session, actor=ada, session_id=other, now=NOW)

    assert await actor_of_session(database, phone, now=NOW) == ANONYMOUS
    assert await actor_of_session(database, laptop, now=NOW) == ada
    with pytest.raises(NotFound):
        async with database.write() as session:
            await end_own_session(session, actor=ada, session_id=other, now=NOW)


async def test_end_session_of_somebody_else_looks_like_none(database: Database, campus: SeededCampus) -> None:
    token = await signed_in(database, campus)
    (row,) = await sessions(database, actor=Member(campus.people["ada"]), token=token, now=NOW)

    with pytest.raises(NotFound):
        async with database.write() as session:
            await end_own_session(session, actor=Member(campus.people["ben"]), session_id=row.id, now=NOW)

    assert await actor_of_session(database, token, now=NOW) == Member(campus.people["ada"])


async def test_end_all_sessions_but_this_one(database: Database, campus: SeededCampus) -> None:
    laptop, phone = await signed_in(database, campus), await signed_in(database, campus)
    of_ben = await signed_in(database, campus, "ben")
    ada = Member(campus.people["ada"])

    async with database.write() as session:
        ended = await end_all_sessions(session, actor=ada, but=laptop, now=NOW)

    assert (ended, await actor_of_session(database, phone, now=NOW)) == (1, ANONYMOUS)
    assert await actor_of_session(database, laptop, now=NOW) == ada
    assert await actor_of_session(database, of_ben, now=NOW) == Member(campus.people["ben"])


async def test_end_all_sessions_with_this_one(sign_in: SignIn) -> None:
    client = await sign_in("ada")

    answer = await client.post(
        "/graphql",
        json={
            "query": "mutation { result: endAllSessions(input: {includingThis: true}) {"
            " ... on EndAllSessionsSuccess { ended } } }"
        },
    )

    assert answer.json() == {"data": {"result": {"ended": 1}}}
    assert (await client.post("/graphql", json=MINE)).json() == {"data": {"viewer": None}}


async def test_sessions_are_nothing_for_strangers_and_programs(database: Database, campus: SeededCampus) -> None:
    ada = campus.people["ada"]
    cases: list[tuple[Actor, type[Exception]]] = [
        (ANONYMOUS, SignInRequired),
        (Member(ada, ALL_SCOPES), SessionRequired),
        (Program(ada, ALL_SCOPES), SessionRequired),
    ]
    for actor, refusal in cases:
        with pytest.raises(refusal):
            await sessions(database, actor=actor, token=None, now=NOW)
        with pytest.raises(refusal):
            async with database.write() as session:
                await end_own_session(session, actor=actor, session_id=ada, now=NOW)
        with pytest.raises(refusal):
            async with database.write() as session:
                await end_all_sessions(session, actor=actor, but=None, now=NOW)


async def test_end_session_by_no_id_is_refused(execute: Execute) -> None:
    for id_ in ("nonsense", "person_9dbd121c34aa5116ae0453509b95fe93"):
        assert (await execute("ada", END, id=id_))["data"]["result"] == {"__typename": "NotFound"}


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0", "Firefox on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/140 Safari/537 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18 Mobile Safari/604", "Safari on iPhone"),
        ("Mozilla/5.0 (Linux; Android 15; Pixel) Chrome/140 Mobile Safari/537", "Chrome on Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/18 Safari/605", "Safari on Mac"),
        ("curl/8.5.0", "curl"),
        ("", "An unknown device"),
    ],
)
def test_device_is_named_as_people_name_it(user_agent: str, name: str) -> None:
    assert device(user_agent) == name
