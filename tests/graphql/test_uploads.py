"""A file is sent beside its mutation (graphql-multipart-request-spec), and never by a form of another site."""

import json
from typing import Any
from uuid import uuid4

import httpx
import pytest
from conftest import NOW, SignIn

from server.badges import qr
from server.web import asked
from server.web.asked import MAX_FILES, PREFLIGHT

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SCAN = """
mutation ($input: ScanPhotoInput!) {
  scanPhoto(input: $input) {
    __typename
    ... on ScanBadgeSuccess { encounter { how clientId } }
    ... on UserError { message }
  }
}
"""
HEADERS = {"GraphQL-Require-Preflight": "1"}


def operations(**changed: Any) -> str:
    photo = {"id": str(uuid4()), "photo": None, "scannedAt": NOW.isoformat()} | changed
    return json.dumps({"query": SCAN, "variables": {"input": photo}})


async def upload(
    client: httpx.AsyncClient,
    content: bytes = b"",
    *,
    operations: str,
    map_: str = '{"0": ["variables.input.photo"]}',
    headers: dict[str, str] = HEADERS,
) -> httpx.Response:
    return await client.post(
        "/graphql",
        data={"operations": operations, "map": map_},
        files={"0": ("badge.png", content, "image/png")},
        headers=headers,
    )


async def badge_of(key: str, sign_in: SignIn) -> bytes:
    client = await sign_in(key)
    response = await client.post("/graphql", json={"query": "{ viewer { badge { address } } }"})
    return qr.png(response.json()["data"]["viewer"]["badge"]["address"])


@pytest.mark.parametrize("name", PREFLIGHT)
async def test_photograph_of_a_badge_is_scanned(sign_in: SignIn, name: str) -> None:
    photo = await badge_of("ben", sign_in)
    client = await sign_in("ada")
    id_ = str(uuid4())

    response = await upload(client, photo, operations=operations(id=id_), headers={name: "1"})

    assert response.status_code == 200
    assert response.json()["data"]["scanPhoto"] == {
        "__typename": "ScanBadgeSuccess",
        "encounter": {"how": "PHOTO", "clientId": id_},
    }


async def test_form_without_a_preflight_header_does_nothing(sign_in: SignIn) -> None:
    photo = await badge_of("ben", sign_in)
    client = await sign_in("ada")

    response = await upload(client, photo, operations=operations(), headers={})

    assert response.status_code == 400
    assert response.json()["errors"][0]["message"].startswith("Send the header GraphQL-Require-Preflight: 1")
    encounters = await client.post("/graphql", json={"query": "{ viewer { encounters { nodes { how } } } }"})
    assert [e for e in encounters.json()["data"]["viewer"]["encounters"]["nodes"] if e["how"] == "PHOTO"] == []


@pytest.mark.parametrize(
    ("given", "map_"),
    [
        ("", '{"0": ["variables.input.photo"]}'),
        ("[]", '{"0": ["variables.input.photo"]}'),
        ("{", '{"0": ["variables.input.photo"]}'),
        (operations(), ""),
        (operations(), "[]"),
        (operations(), "nonsense"),
        (operations(), '{"1": ["variables.input.photo"]}'),
        (operations(), '{"0": "variables.input.photo"}'),
        (operations(), '{"0": ["variables.input.nothing"]}'),
        (operations(), '{"0": ["variables.input.photo.0"]}'),
        (operations(), '{"0": ["variables.0"]}'),
        (operations(), '{"0": ["variables"]}'),
        (operations(), '{"0": ["query"]}'),
        (operations(), '{"0": [""]}'),
        (operations(), '{"0": [7]}'),
        (operations(), '{"0": ["variables.input.scannedAt"]}'),
        (operations(), '{"0": ["variables.input.photo", "variables.input.photo"]}'),
        (operations(), '{"operations": ["variables.input.photo"]}'),
    ],
)
async def test_form_that_says_nothing_sensible_is_400(client: httpx.AsyncClient, given: str, map_: str) -> None:
    response = await upload(client, b"png", operations=given, map_=map_)

    assert response.status_code == 400
    assert list(response.json()) == ["errors"]


async def test_form_that_is_no_form_is_400(client: httpx.AsyncClient) -> None:
    headers = {**HEADERS, "Content-Type": "multipart/form-data; boundary=x"}

    response = await client.post("/graphql", content=b"--x\r\nnonsense", headers=headers)

    assert response.status_code == 400


async def test_form_with_too_many_files_is_400(client: httpx.AsyncClient) -> None:
    files = {str(i): (f"{i}.png", b"png") for i in range(MAX_FILES + 1)}

    response = await client.post(
        "/graphql", data={"operations": operations(), "map": "{}"}, files=files, headers=HEADERS
    )

    assert response.status_code == 400
    assert response.json()["errors"][0]["message"].startswith("This form can't be read: Too many files.")


@pytest.mark.parametrize("declared", [True, False], ids=["with its length", "without"])
async def test_body_that_is_too_large_is_413(
    client: httpx.AsyncClient, declared: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asked, "MAX_JSON", 1000)
    monkeypatch.setattr(asked, "MAX_MULTIPART", 1000)

    begun = b'--x\r\nContent-Disposition: form-data; name="map"\r\n\r\n'

    async def pieces() -> Any:
        yield begun
        for _ in range(3):
            yield b" " * 500

    for media in ("application/json", "multipart/form-data; boundary=x"):
        response = await client.post(
            "/graphql",
            content=begun + b" " * 1000 if declared else pieces(),
            headers={**HEADERS, "Content-Type": media},
        )

        assert response.status_code == 413
        assert response.json()["errors"][0]["message"] == "This request is too large; 1,000 octets are the most."


async def test_text_in_place_of_a_file_is_told_so(sign_in: SignIn) -> None:
    client = await sign_in("ada")

    response = await client.post(
        "/graphql", content=operations(photo="badge.png"), headers={"Content-Type": "application/json"}
    )

    assert "Send the file itself, as multipart/form-data" in response.json()["errors"][0]["message"]
