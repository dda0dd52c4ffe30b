"""Anybody subscribes to a calendar: the same octets until an event changes, and no octets while nothing did."""

from datetime import timedelta
from email.utils import format_datetime, parsedate_to_datetime

import httpx
import pytest
from conftest import NOW
from sqlalchemy import update
from starlette.applications import Starlette

from server.db import Database
from server.events.models import Event, Publication

FAIR = "engineering-career-fair"
FEEDS = (
    "/feeds/events.ics",
    "/feeds/events.ics?kind=FAIR&campus=boston&tag=career&q=fair",
    "/events/build-night.ics",
    "/organizations/robotics-club.ics",
    "/campuses/boston.ics",
)
WINDOWS = FEEDS[:2] + FEEDS[3:]
"""Those that events leave at midnight."""


@pytest.fixture
def database(app: Starlette) -> Database:
    """That of the process that is asked; what another one changes it sees a second later (test_kept_answers)."""
    found: Database = app.state.resources.database
    return found


@pytest.mark.parametrize("address", FEEDS)
async def test_download_twice_gives_the_same_octets(client: httpx.AsyncClient, address: str) -> None:
    first = await client.get(address)
    second = await client.get(address)

    assert first.status_code == 200
    assert first.headers["content-type"] == "text/calendar; charset=utf-8"
    assert first.headers["cache-control"] == "public, max-age=300"
    assert first.content == second.content
    assert first.headers["etag"] == second.headers["etag"]
    assert first.headers["content-disposition"] == f'inline; filename="{httpx.URL(address).path.rpartition("/")[2]}"'


async def test_download_of_an_event_tells_when_it_changed(client: httpx.AsyncClient) -> None:
    answer = await client.get("/events/build-night.ics")

    changed = parsedate_to_datetime(answer.headers["last-modified"])
    stamps = [line for line in answer.text.splitlines() if line.startswith("LAST-MODIFIED")]
    assert f"LAST-MODIFIED:{changed:%Y%m%dT%H%M%SZ}" == max(stamps)


@pytest.mark.parametrize("address", WINDOWS)
async def test_download_of_what_is_on_changed_at_midnight_at_the_latest(
    client: httpx.AsyncClient, address: str
) -> None:
    answer = await client.get(address)

    assert answer.headers["last-modified"] == "Thu, 24 Sep 2026 00:00:00 GMT"


@pytest.mark.parametrize("address", WINDOWS)
async def test_download_since_a_date_is_new_once_any_event_changed(
    client: httpx.AsyncClient, database: Database, address: str
) -> None:
    """It may have left the calendar, and then nothing in it tells."""
    changed = NOW - timedelta(minutes=5)
    had = {"If-Modified-Since": (await client.get(address)).headers["last-modified"]}
    before = (await client.get(address, headers=had)).status_code
    async with database.write() as session:
        gone = update(Event).where(Event.slug.in_([FAIR, "build-night"]))
        await session.execute(gone.values(publication=Publication.DRAFT, updated_at=changed))

    after = await client.get(address, headers=had)

    assert (before, after.status_code) == (304, 200)
    assert after.headers["last-modified"] == format_datetime(changed, usegmt=True)


@pytest.mark.parametrize("shape", ["{}", "W/{}", '"other", {}', '"a,b" ,W/{} , "c"', "*"])
async def test_download_of_what_the_reader_has_is_304(client: httpx.AsyncClient, shape: str) -> None:
    etag = (await client.get("/feeds/events.ics")).headers["etag"]

    answer = await client.get("/feeds/events.ics", headers={"If-None-Match": shape.format(etag)})

    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", etag)
    assert "content-type" not in answer.headers
    assert answer.headers["cache-control"] == "public, max-age=300"


@pytest.mark.parametrize("tags", ['"other"', "", 'W/"x", "y"', "not a tag"])
async def test_download_of_what_the_reader_lacks_is_sent(client: httpx.AsyncClient, tags: str) -> None:
    # The date would say that nothing changed; a tag that differs outweighs it.
    headers = {"If-None-Match": tags, "If-Modified-Since": format_datetime(NOW, usegmt=True)}

    answer = await client.get("/feeds/events.ics", headers=headers)

    assert answer.status_code == 200


async def test_download_since_a_date(client: httpx.AsyncClient) -> None:
    told = (await client.get(f"/events/{FAIR}.ics")).headers["last-modified"]
    moment = parsedate_to_datetime(told)

    async def status(since: str) -> int:
        return (await client.get(f"/events/{FAIR}.ics", headers={"If-Modified-Since": since})).status_code

    assert await status(told) == 304
    assert await status(format_datetime(moment + timedelta(hours=1), usegmt=True)) == 304
    assert await status(format_datetime(moment - timedelta(seconds=1), usegmt=True)) == 200
    assert await status("yesterday") == 200


async def test_download_after_a_change_is_new(client: httpx.AsyncClient, database: Database) -> None:
    before = await client.get("/feeds/events.ics")
    async with database.write() as session:
        await session.execute(update(Event).where(Event.slug == FAIR).values(name="Fair!", updated_at=NOW))

    answer = await client.get(
        "/feeds/events.ics",
        headers={"If-None-Match": before.headers["etag"], "If-Modified-Since": before.headers["last-modified"]},
    )

    assert answer.status_code == 200
    assert "\r\nSUMMARY:Fair!\r\n" in answer.text
    assert "last-modified" not in answer.headers  # another change may come in the same second


@pytest.mark.parametrize("address", FEEDS)
async def test_download_by_head_tells_without_sending(client: httpx.AsyncClient, address: str) -> None:
    whole = await client.get(address)

    answer = await client.head(address)

    assert (answer.status_code, answer.content) == (200, b"")
    for name in ("etag", "last-modified", "content-type", "cache-control"):
        assert answer.headers[name] == whole.headers[name]
    assert answer.headers["content-length"] == whole.headers["content-length"]


@pytest.mark.parametrize("address", ["/events/nothing.ics", "/organizations/nothing.ics", "/campuses/nowhere.ics"])
async def test_download_of_nothing_is_404(client: httpx.AsyncClient, address: str) -> None:
    answer = await client.get(address)

    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("kind=RAVE", "“RAVE” is none of these"),
        ("from=soon", "“soon” is no date"),
        ("from=2026-10-02&to=2026-10-01", "Nothing starts between these two moments"),
    ],
)
async def test_download_with_a_filter_that_means_nothing_says_so(
    client: httpx.AsyncClient, query: str, sentence: str
) -> None:
    answer = await client.get(f"/feeds/events.ics?{query}")

    assert answer.status_code == 400
    assert sentence in answer.text


async def test_download_asks_nobody_who_they_are(client: httpx.AsyncClient) -> None:
    """A cookie or a token changes nothing, so that a cache may give one reader's answer to another."""
    anonymous = await client.get("/feeds/events.ics")

    answer = await client.get("/feeds/events.ics", headers={"Authorization": "Bearer wrong", "Cookie": "x=y"})

    assert (answer.status_code, answer.content) == (200, anonymous.content)


@pytest.mark.parametrize("address", FEEDS)
async def test_download_is_compressed_for_those_who_take_it(client: httpx.AsyncClient, address: str) -> None:
    plain = await client.get(address, headers={"Accept-Encoding": "identity"})
    packed = await client.get(address, headers={"Accept-Encoding": "gzip"})

    assert packed.content == plain.content  # the client unpacks it
    assert int(packed.headers["content-length"]) < len(plain.content) / 2
    assert (packed.headers["content-encoding"], "content-encoding" in plain.headers) == ("gzip", False)
    assert packed.headers["etag"] == f'{plain.headers["etag"][:-1]}-gzip"'
    assert (packed.headers["vary"], plain.headers["vary"]) == ("Accept-Encoding", "Accept-Encoding")


async def test_download_is_not_sent_again_in_another_coding(client: httpx.AsyncClient) -> None:
    packed = (await client.get("/feeds/events.ics")).headers["etag"]
    headers = {"If-None-Match": packed, "Accept-Encoding": "identity"}

    answer = await client.get("/feeds/events.ics", headers=headers)

    assert (answer.status_code, answer.headers["etag"], answer.headers["vary"]) == (304, packed, "Accept-Encoding")


async def test_download_says_how_it_can_be_asked_for(client: httpx.AsyncClient) -> None:
    answer = await client.get("/feeds/events.ics?q=robot&campus=boston&kind=WORKSHOP&kind=FAIR")

    query = "?kind=WORKSHOP&kind=FAIR&campus=boston&q=robot"
    text = answer.text.replace("\r\n ", "")
    assert f"\r\nSOURCE;VALUE=URI:http://hallway.test/feeds/events.ics{query}\r\n" in text
    assert f"\r\nURL:http://hallway.test/{query}\r\n" in text
    assert "\r\nX-WR-CALNAME:What’s on at Northgate: Workshop\\, Fair\\, boston\\, robot\r\n" in text
