"""A device fetches a sealed roster over HTTP, and by GraphQL."""

from base64 import b64decode

import pytest
from conftest import Execute, SignIn
from unsealed import expires_at, records_of

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

PATH = "/events/engineering-career-fair/roster"
ASK = """query($have: String) {
  eventRoster(slug: "engineering-career-fair", audience: SCAN, have: $have) { base64 etag whole }
}"""


async def test_roster_is_sent_as_it_is_and_kept_by_no_cache(sign_in: SignIn) -> None:
    client = await sign_in("ada")

    whole = await client.get(PATH, headers={"Accept-Encoding": "gzip, br"})
    changes = await client.get(PATH, params={"have": whole.headers["etag"], "audience": "SCAN"})

    assert (whole.status_code, changes.status_code) == (200, 200)
    assert whole.headers["cache-control"] == "private, no-store"
    assert whole.headers["content-type"] == "application/octet-stream"
    assert "content-encoding" not in whole.headers
    assert (whole.content[:8], changes.content[:8]) == (b"HWB1\0\0\0\0", b"HWC1\0\0\0\0")
    assert changes.headers["etag"] == whole.headers["etag"]
    assert changes.content[16:48] == whole.content[16:48]
    assert expires_at(changes.content) == expires_at(whole.content)
    assert (len(records_of(whole.content)), len(records_of(changes.content))) == (256, 64)


@pytest.mark.parametrize(("query", "status"), [("?audience=CHECK_IN", 204), ("?audience=EVERYTHING", 404)])
async def test_what_is_not_for_somebody_is_not_there(sign_in: SignIn, query: str, status: int) -> None:
    client = await sign_in("ada")

    assert (await client.get(PATH + query)).status_code == status
    assert (await client.get("/events/nothing/roster")).status_code == 204


async def test_nobody_gets_none(client: object, sign_in: SignIn) -> None:
    stranger = await sign_in("ada")
    stranger.cookies.clear()

    assert (await stranger.get(PATH)).status_code == 204


async def test_roster_by_graphql_is_the_same_octets(execute: Execute, sign_in: SignIn) -> None:
    client = await sign_in("ada")
    whole = await client.get(PATH)

    answer = (await execute("ada", ASK))["data"]["eventRoster"]
    changes = (await execute("ada", ASK, have=answer["etag"]))["data"]["eventRoster"]

    assert b64decode(answer["base64"]) == whole.content
    assert (answer["etag"], answer["whole"], changes["whole"]) == (whole.headers["etag"], True, False)
