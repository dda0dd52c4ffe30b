"""graphql-transport-ws as its protocol has it, and nobody listens who may not, or no longer."""

from collections.abc import Callable

import httpx
import pytest
from conftest import SignIn
from sqlalchemy import delete
from starlette.applications import Starlette
from web.conftest import Dial
from websockets.exceptions import InvalidStatus

from schema.execution.subscriptions import MAX_OF_CONNECTION, MAX_OF_PERSON
from server.people.models import ApiToken
from server.web.subscriptions import MAX_MESSAGE, Pace, Sockets

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SCANNED = {"query": "subscription { scanned { id } }"}


@pytest.fixture
def pace(app: Starlette) -> Callable[[Pace], None]:
    """Has the application wait as long as a test likes."""

    def set_(pace: Pace) -> None:
        for route in app.routes:
            if isinstance(endpoint := getattr(route, "endpoint", None), Sockets):
                endpoint._pace = pace

    return set_


async def test_connect_is_answered_with_the_protocol_and_an_ack(dial: Dial) -> None:
    socket = await dial("ada", protocols=("graphql-ws", "graphql-transport-ws"))

    await socket.say("connection_init")

    assert await socket.hear() == {"type": "connection_ack"}
    assert socket.connection.subprotocol == "graphql-transport-ws"


@pytest.mark.parametrize("protocols", [(), ("graphql-ws",)])
async def test_connect_by_another_protocol_is_closed(dial: Dial, protocols: tuple[str, ...]) -> None:
    socket = await dial("ada", protocols=protocols)

    assert await socket.end() == (4406, "Subprotocol not acceptable")


async def test_ping_is_answered_before_and_after_the_ack(dial: Dial) -> None:
    socket = await dial("ada")

    await socket.say("ping")
    before = await socket.hear()
    await socket.init()
    await socket.say("pong")
    await socket.say("ping", payload={"n": 1})

    assert (before, await socket.hear()) == ({"type": "pong"}, {"type": "pong"})


async def test_connect_and_say_nothing_is_closed_after_a_while(dial: Dial, pace: Callable[[Pace], None]) -> None:
    pace(Pace(init=0.2))

    socket = await dial("ada")

    assert await socket.end() == (4408, "Connection initialisation timeout")


async def test_init_twice_is_closed(dial: Dial) -> None:
    socket = await dial("ada")
    await socket.init()

    await socket.say("connection_init")

    assert await socket.end() == (4429, "Too many initialisation requests")


async def test_subscribe_before_the_ack_is_closed(dial: Dial) -> None:
    socket = await dial("ada")

    await socket.say("subscribe", id="1", payload=SCANNED)

    assert await socket.end() == (4401, "Unauthorized")


async def test_subscribe_with_a_name_in_use_is_closed(dial: Dial) -> None:
    socket = await dial("ada")
    await socket.init()

    await socket.say("subscribe", id="é" * 200, payload=SCANNED)
    await socket.say("subscribe", id="é" * 200, payload=SCANNED)

    code, reason = await socket.end()
    assert (code, reason.startswith("Subscriber for é")) == (4409, True)


async def test_complete_makes_the_name_free_again(dial: Dial) -> None:
    socket = await dial("ada")
    await socket.init()

    for _ in range(2 * MAX_OF_CONNECTION):
        await socket.say("subscribe", id="1", payload=SCANNED)
        await socket.say("complete", id="1")
    await socket.say("complete", id="never begun")

    assert await socket.silence()


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "null",
        '{"id": "1"}',
        '{"type": 1}',
        '{"type": "nonsense"}',
        '{"type": "subscribe"}',
        '{"type": "subscribe", "id": "", "payload": {"query": "{ __typename }"}}',
        '{"type": "subscribe", "id": "1", "payload": {}}',
        '{"type": "subscribe", "id": "1", "payload": {"query": 1}}',
        '{"type": "subscribe", "id": "1", "payload": {"query": "{ __typename }", "variables": []}}'.replace(
            "[]", "[1]"
        ),
        '{"type": "subscribe", "id": "1", "payload": {"query": "{ __typename }", "operationName": 1}}',
        b"{}",
    ],
)
async def test_message_that_is_none_is_closed(dial: Dial, text: str | bytes) -> None:
    socket = await dial("ada")
    await socket.init()

    await socket.connection.send(text)

    assert (await socket.end())[0] == 4400


async def test_message_that_is_too_large_is_closed(dial: Dial) -> None:
    socket = await dial("ada")
    await socket.init()

    await socket.connection.send(" " * (MAX_MESSAGE + 1))

    assert (await socket.end())[0] == 1009


async def test_subscribe_by_post_is_refused(client: httpx.AsyncClient) -> None:
    response = await client.post("/graphql", json=SCANNED)

    (error,) = response.json()["errors"]
    assert error["message"] == "A subscription can't be run this way. Send it by a WebSocket."


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("subscription { nothing }", "Cannot query field 'nothing' on type 'Subscription'."),
        ("subscription {", "Syntax Error: Expected Name, found <EOF>."),
        ("{ campuses { name } }", "A query can't be run this way. Send it by POST."),
        ("mutation { signOutEverywhere { __typename } }", None),
        ("subscription { a: scanned { id } b: scanned { id } }", "Anonymous Subscription must select only one"),
        ("subscription ($t: DateTime!) { scanned(after: $t) { id } }", "Variable '$t' has invalid value"),
        ("subscription { scanned { id } } # " + "x" * 20_000, "This query is 20,034 bytes long"),
        (
            "subscription { scanned { event { organization { events(first: 100) { nodes { organization {"
            " events(first: 100) { nodes { id } } } } } } } } }",
            "This query asks for up to",
        ),
    ],
)
async def test_subscribe_to_what_is_refused_is_an_error_and_the_connection_stays(
    dial: Dial, query: str, said: str | None
) -> None:
    socket = await dial("ada")
    await socket.init()

    await socket.say("subscribe", id="1", payload={"query": query})
    answer = await socket.hear()
    await socket.say("ping")

    assert (answer["id"], answer["type"]) == ("1", "error")
    assert answer["payload"][0]["message"].startswith(said or "")
    assert await socket.hear() == {"type": "pong"}


async def test_subscribe_too_often_is_an_error(dial: Dial) -> None:
    socket = await dial("ada")
    await socket.init()

    for number in range(MAX_OF_CONNECTION + 1):
        await socket.say("subscribe", id=str(number), payload=SCANNED)

    answer = await socket.hear()
    assert (answer["id"], answer["type"]) == (str(MAX_OF_CONNECTION), "error")
    assert answer["payload"][0]["extensions"] == {"code": "LimitExceeded"}


async def test_connect_too_often_is_closed_and_others_may(dial: Dial) -> None:
    for _ in range(MAX_OF_PERSON):
        await (await dial("ada")).init()

    socket = await dial("ada")
    await socket.say("connection_init")

    assert (await socket.end())[0] == 1013
    await (await dial("ben")).init()


async def test_connect_as_nobody_is_closed(dial: Dial) -> None:
    socket = await dial(None)

    await socket.say("connection_init")

    assert await socket.end() == (4403, "Sign in first.")


async def test_connect_by_token_in_the_payload(dial: Dial, bearer: Callable[[str], str]) -> None:
    socket = await dial(None)

    await socket.init(authorization=bearer("ada"))

    await socket.say("subscribe", id="1", payload=SCANNED)
    assert await socket.silence()


@pytest.mark.parametrize("authorization", ["Bearer nonsense", "Basic eDp5", "Bearer "])
async def test_connect_by_a_token_that_is_not_valid_is_closed_whatever_the_cookie(
    dial: Dial, authorization: str
) -> None:
    socket = await dial("ada")

    await socket.say("connection_init", payload={"authorization": authorization})

    assert (await socket.end())[0] == 4403


@pytest.mark.parametrize("payload", [[1], "x", {"authorization": 1}])
async def test_init_with_a_payload_that_is_none_is_closed(dial: Dial, payload: object) -> None:
    socket = await dial("ada")

    await socket.say("connection_init", payload=payload)

    assert (await socket.end())[0] == 4400


@pytest.mark.parametrize("origin", ["https://evil.test", "null", "http://hallway.test.evil.test"])
async def test_connect_from_another_sites_page_is_refused(dial: Dial, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await dial("ada", Origin=origin)

    assert refused.value.response.status_code == 403


async def test_connect_from_our_own_page_is_taken(dial: Dial) -> None:
    socket = await dial("ada", Origin="http://hallway.test")

    await socket.init()


async def test_sign_out_ends_what_listens(
    dial: Dial, sign_in: SignIn, bearer: Callable[[str], str], pace: Callable[[Pace], None]
) -> None:
    pace(Pace(check=0.2))
    by_token, by_session = await dial(None), await dial("ada")
    await by_token.init(authorization=bearer("ada"))
    await by_session.init()

    await (await sign_in("ada")).post("/sign-out")  # signed in once more, in place of the session before

    assert await by_session.end() == (4403, "Sign in first.")
    assert await by_token.silence()


async def test_token_that_is_taken_back_ends_what_listens(
    app: Starlette, dial: Dial, bearer: Callable[[str], str], pace: Callable[[Pace], None]
) -> None:
    pace(Pace(check=0.2))
    taken, kept = await dial(None), await dial("ben")
    await taken.init(authorization=bearer("ada"))
    await kept.init()

    async with app.state.resources.database.write() as session:
        await session.execute(delete(ApiToken))

    assert (await taken.end())[0] == 4403
    assert await kept.silence()
