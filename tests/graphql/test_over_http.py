"""GraphQL over HTTP: every case of the graphql-http package's audit, by its id, and what it leaves open."""

from collections.abc import Mapping
from typing import Any

import httpx
import pytest

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

TYPENAME = "{ __typename }"
NAMED = "query Type($name: String!) { __type(name: $name) { name } }"
OURS = "application/graphql-response+json"
JSON = "application/json"
NO_TEXT: tuple[Any, ...] = ({"obj": "ect"}, 0, False, ["array"])
NO_MAP: tuple[Any, ...] = ("string", 0, False, ["array"])


async def post(client: httpx.AsyncClient, body: Any, accept: str | None = JSON, **headers: str) -> httpx.Response:
    """Sends what a client of ours would; httpx itself would add `Accept: */*`."""
    request = client.build_request("POST", "/graphql", json=body, headers=headers)
    del request.headers["accept"]
    if accept is not None:
        request.headers["accept"] = accept
    return await client.send(request)


def is_answer(response: httpx.Response, media: str) -> bool:
    return response.headers["content-type"] == f"{media}; charset=utf-8" and "errors" not in response.json()


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        pytest.param(OURS, OURS, id="22EB"),
        pytest.param(JSON, JSON, id="4655"),
        pytest.param("*/*", JSON, id="47DE"),
        pytest.param(None, JSON, id="80D8"),
        pytest.param("application/*", JSON, id="any application"),
        pytest.param(f"{OURS}; charset=utf-8, {JSON}; charset=utf-8", OURS, id="both, ours first"),
        pytest.param(f"{JSON}, {OURS}", OURS, id="both, ours last"),
        pytest.param(f"{JSON}, {OURS};q=0.5", JSON, id="ours only if need be"),
        pytest.param(f"{JSON};q=0, */*", OURS, id="anything but plain JSON"),
        pytest.param("nonsense", JSON, id="no media type at all"),
    ],
)
async def test_answer_comes_in_the_media_type_that_is_accepted(
    client: httpx.AsyncClient, accept: str | None, media: str
) -> None:
    response = await post(client, {"query": TYPENAME}, accept)

    assert response.status_code == 200
    assert is_answer(response, media)
    assert response.content.decode("utf-8") == '{"data":{"__typename":"Query"}}'  # 82A3


async def test_answer_that_nobody_accepts_is_406(client: httpx.AsyncClient) -> None:
    response = await post(client, {"query": TYPENAME}, "image/png")

    assert response.status_code == 406
    assert response.json()["errors"][0]["message"].startswith("Answers come as application/graphql-response+json")


@pytest.mark.parametrize("charset", ["; charset=utf-8", ';charset="UTF-8"', ""], ids=["BF61", "quoted", "78D5"])
async def test_request_is_read_as_utf_8(client: httpx.AsyncClient, charset: str) -> None:
    body = '{"query": "{ __type(name: \\"Run🏃Swim🏊\\") { name } }"}'.encode()

    response = await client.post("/graphql", content=body, headers={"Content-Type": JSON + charset})

    assert response.status_code == 200
    assert response.json() == {"data": {"__type": None}}


async def test_request_in_another_charset_is_415(client: httpx.AsyncClient) -> None:
    response = await client.post(
        "/graphql", content=b'{"query": "{ __typename }"}', headers={"Content-Type": f"{JSON}; charset=iso-8859-1"}
    )

    assert response.status_code == 415


async def test_query_by_get_is_answered(client: httpx.AsyncClient) -> None:
    response = await client.get("/graphql", params={"query": TYPENAME})

    assert response.status_code == 200
    assert response.json() == {"data": {"__typename": "Query"}}  # 5A70


@pytest.mark.parametrize("accept", [OURS, JSON], ids=["D6D5", "6A70"])
async def test_query_by_get_takes_variables_as_json(client: httpx.AsyncClient, accept: str) -> None:
    params = {"query": NAMED, "variables": '{"name": "Campus"}', "operationName": "Type", "extensions": "{}"}

    response = await client.get("/graphql", params=params, headers={"Accept": accept})

    assert response.status_code == 200
    assert response.json() == {"data": {"__type": {"name": "Campus"}}}


@pytest.mark.parametrize("accept", [OURS, JSON])
async def test_mutation_by_get_is_405(client: httpx.AsyncClient, accept: str) -> None:
    response = await client.get("/graphql", params={"query": "mutation { __typename }"}, headers={"Accept": accept})

    assert response.status_code == 405  # 9C48
    assert response.headers["allow"] == "POST"
    assert response.json()["errors"][0]["message"] == "A mutation can't be run this way. Send it by POST."


async def test_mutation_by_get_does_nothing_when_a_query_stands_beside_it(client: httpx.AsyncClient) -> None:
    both = "query Q { __typename } mutation M { __typename }"

    query = await client.get("/graphql", params={"query": both, "operationName": "Q"})
    mutation = await client.get("/graphql", params={"query": both, "operationName": "M"})

    assert (query.status_code, mutation.status_code) == (200, 405)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
async def test_other_methods_are_405(client: httpx.AsyncClient, method: str) -> None:
    response = await client.request(method, "/graphql", json={"query": TYPENAME})

    assert response.status_code == 405
    assert response.headers["allow"] == "GET, HEAD, POST"


@pytest.mark.parametrize("media", [None, "text/plain", "application/x-www-form-urlencoded", "application/graphql"])
async def test_post_of_another_media_type_is_415(client: httpx.AsyncClient, media: str | None) -> None:
    headers = {} if media is None else {"Content-Type": media}

    response = await client.post("/graphql", content=b'{"query": "{ __typename }"}', headers=headers)

    assert response.status_code == 415  # 9ABE


@pytest.mark.parametrize(
    "content",
    [b"", b'{ "not a JSON', b"\xff{}", b'{"query": "\\ud800"}', b"[" * 5000, b"null", b'"query"'],
    ids=["A5BF", "BCF8", "no UTF-8", "lone surrogate", "very deep", "null", "text"],
)
@pytest.mark.parametrize("accept", [OURS, JSON])
async def test_body_that_is_no_json_object_is_400(client: httpx.AsyncClient, content: bytes, accept: str) -> None:
    response = await client.post("/graphql", content=content, headers={"Content-Type": JSON, "Accept": accept})

    assert response.status_code == 400  # also B6DC, B7N8
    assert list(response.json()) == ["errors"]


async def test_batch_is_400(client: httpx.AsyncClient) -> None:
    response = await post(client, [{"query": TYPENAME}, {"query": TYPENAME}])

    assert response.status_code == 400
    assert response.json()["errors"][0]["message"] == "Send one operation at a time; lists of them are not taken."


@pytest.mark.parametrize("accept", [OURS, JSON])
@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"notquery": TYPENAME}, id="423L"),
        pytest.param({"qeury": TYPENAME}, id="8764 3E3A"),
        pytest.param({"query": ""}, id="empty query"),
        *[pytest.param({"query": bad}, id=f"LKJ{i}") for i, bad in enumerate(NO_TEXT)],
        *[pytest.param({"query": TYPENAME, "operationName": bad}, id=f"6C0{i}") for i, bad in enumerate(NO_TEXT)],
        *[pytest.param({"query": TYPENAME, "variables": bad}, id=f"476{i}") for i, bad in enumerate(NO_MAP)],
        *[pytest.param({"query": TYPENAME, "extensions": bad}, id=f"58B{i}") for i, bad in enumerate(NO_MAP)],
    ],
)
async def test_parameter_of_the_wrong_kind_is_400(
    client: httpx.AsyncClient, body: Mapping[str, Any], accept: str
) -> None:
    response = await post(client, body, accept)

    assert response.status_code == 400
    assert list(response.json()) == ["errors"]


@pytest.mark.parametrize("accept", [OURS, JSON])
@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"query": TYPENAME}, id="34A2 13EE 2C94 03D4"),
        pytest.param({"query": "query Query { __typename }", "operationName": "Query"}, id="8161 B8B3"),
        pytest.param({"query": TYPENAME, "variables": None}, id="94B0 0220"),
        pytest.param({"query": TYPENAME, "operationName": None}, id="94B1 0221"),
        pytest.param({"query": TYPENAME, "extensions": None}, id="94B2 0222"),
        pytest.param({"query": NAMED, "variables": {"name": "sometype"}}, id="2EA1 28B9"),
        pytest.param({"query": TYPENAME, "extensions": {"some": "value"}}, id="428F 1B7A"),
        pytest.param({"query": TYPENAME, "operationName": ""}, id="empty name"),
    ],
)
async def test_well_formed_request_is_answered(client: httpx.AsyncClient, body: Mapping[str, Any], accept: str) -> None:
    response = await post(client, body, accept)

    assert response.status_code == 200
    assert is_answer(response, accept)


@pytest.mark.parametrize(("accept", "status"), [(JSON, 200), (OURS, 400)], ids=["JSON", "ours"])
@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"query": "{"}, id="572B 865D 556A D586"),
        pytest.param({"query": "{ 8f31403dfe404bccbb0e835f2629c6a7 }"}, id="FDE2 51FE 74FF 5E5B"),
        pytest.param({"query": "{ nothingOfThisName }"}, id="unknown field"),
        pytest.param(
            {"query": "query CoerceFailure($id: ID!){ __typename }", "variables": {"id": None}}, id="7B9B 86EE"
        ),
        pytest.param({"query": "query A { __typename } query B { __typename }"}, id="no name given"),
        pytest.param({"query": "query A { __typename }", "operationName": "B"}, id="another name given"),
        pytest.param({"query": "fragment A on Campus { name }"}, id="no operation"),
        pytest.param({"query": "subscription { __typename }"}, id="no subscriptions yet"),
        pytest.param({"query": "   "}, id="blank"),
    ],
)
async def test_request_that_nothing_runs_for_has_no_data(
    client: httpx.AsyncClient, body: Mapping[str, Any], accept: str, status: int
) -> None:
    response = await post(client, body, accept)

    assert response.status_code == status
    assert list(response.json()) == ["errors"]


async def test_misspelt_field_gets_no_suggestions(client: httpx.AsyncClient) -> None:
    response = await post(client, {"query": "{ campusses { name } campuses { nam } }"})

    messages = [error["message"] for error in response.json()["errors"]]
    assert messages == [
        "Cannot query field 'campusses' on type 'Query'.",
        "Cannot query field 'nam' on type 'Campus'.",
    ]


async def test_introspection_is_open_to_everybody(client: httpx.AsyncClient) -> None:
    from graphql import build_client_schema, get_introspection_query

    response = await post(client, {"query": get_introspection_query(input_value_deprecation=True)})

    assert "Campus" in build_client_schema(response.json()["data"]).type_map


async def test_browser_gets_the_explorer(client: httpx.AsyncClient) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"

    response = await client.get("/graphql", headers={"Accept": browser})

    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "GraphQL explorer" in response.text
    assert "//" not in response.text.replace("<!doctype", "")  # no address of another host
