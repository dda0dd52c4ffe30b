"""An organizer gives an event a cover picture; who sees the event sees it, and nobody else."""

from collections.abc import Awaitable, Callable
from io import BytesIO
from typing import Any, TypeAlias

import drawn
import httpx
import make
import pytest
from conftest import NOW, SignIn
from markup import Element, read
from PIL import Image
from sqlalchemy import select
from weekly import TOMAS, monday, rehearsal

from server.config import Settings
from server.db import Database
from server.events.change_series import change_following
from server.events.models import Event, Publication
from server.files.store import open_files

Open: TypeAlias = Callable[..., Awaitable[Element]]
PAGE = "/events/day/picture"
PICTURE = "/events/day/picture.jpg"


async def day(database: Database, **facts: Any) -> Event:
    async with database.write() as session:
        return await make.event(session, slug="day", name="Gear day", **facts)


async def put(client: httpx.AsyncClient, octets: bytes | None = None, alt: str = "Three people at a lathe") -> Any:
    files = {"file": ("lathe.jpg", octets or drawn.photo(), "image/jpeg")}
    return await client.post(PAGE, data={"operation": "PutPicture", "alt": alt}, files=files)


async def key(database: Database) -> str | None:
    found: str | None = (await database.rows(select(Event.image_key).where(Event.slug == "day")))[0][0]
    return found


async def test_a_picture_stands_on_the_page_and_in_calendars_and_is_small_and_silent(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database
) -> None:
    await day(database)
    await sign_in("gus")

    answer = await put(client)
    client.cookies.clear()

    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    shown = (await open_page("/events/day")).one("img", class_="cover")
    assert (shown["src"], shown["alt"]) == (PICTURE, "Three people at a lathe")
    sent = await client.get(PICTURE)
    with Image.open(BytesIO(sent.content)) as picture:
        assert (picture.format, max(picture.size) <= 1600, dict(picture.getexif())) == ("JPEG", True, {})
    assert sent.headers["cache-control"] == "public, max-age=300"
    again = await client.get(PICTURE, headers={"If-None-Match": sent.headers["etag"]})
    assert (again.status_code, (await client.head(PICTURE)).headers["content-length"]) == (304, str(len(sent.content)))
    assert f"{PICTURE}" in (await client.get("/events/day.ics")).text.replace("\r\n ", "")


async def test_another_picture_takes_its_place_and_the_file_before_is_gone(
    client: httpx.AsyncClient, sign_in: SignIn, database: Database, settings: Settings
) -> None:
    await day(database)
    await sign_in("gus")
    await put(client)
    before = await key(database)

    await put(client, alt="A gear")
    after = await key(database)
    files = open_files(settings.files_url)

    assert before is not None
    assert after is not None
    assert (await files.read(before), await files.read(after) is not None) == (None, True)


async def test_a_picture_is_removed_with_its_file(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database, settings: Settings
) -> None:
    await day(database)
    await sign_in("gus")
    await put(client)
    before = await key(database)
    assert before is not None

    await client.post(PAGE, data=(await open_page(PAGE)).one("main").all("form")[1].sends())

    assert (await client.get(PICTURE)).status_code == 404
    assert (await key(database), await open_files(settings.files_url).read(before)) == (None, None)
    assert (await open_page("/events/day")).all("img", class_="cover") == []


async def test_what_it_shows_is_changed_without_a_new_file(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database
) -> None:
    await day(database)
    await sign_in("gus")
    await put(client)
    before = await key(database)

    await client.post(PAGE, data={"operation": "PutPicture", "alt": "A lathe"})

    assert (await open_page("/events/day")).one("img", class_="cover")["alt"] == "A lathe"
    assert await key(database) == before


@pytest.mark.parametrize(
    ("octets", "alt", "field", "message"),
    [
        (None, "", "alt", "Say in a sentence what it shows, for those who don’t see it."),
        (b"<svg/>", "A gear", "file", "This file can’t be opened as a picture."),
    ],
)
async def test_what_is_missing_or_wrong_is_told_beside_its_field(
    client: httpx.AsyncClient,
    sign_in: SignIn,
    database: Database,
    octets: bytes | None,
    alt: str,
    field: str,
    message: str,
) -> None:
    await day(database)
    await sign_in("gus")

    answer = await put(client, octets, alt)

    page = read(answer.text)
    assert (answer.status_code, await key(database)) == (422, None)
    assert page.one("p", id=f"{field}-error").text.startswith(message)
    assert page.one("input", id="alt")["value"] == alt


async def test_a_draft_shows_its_picture_only_to_those_who_post_for_it(
    client: httpx.AsyncClient, sign_in: SignIn, database: Database
) -> None:
    await day(database, publication=Publication.DRAFT)
    await sign_in("gus")
    await put(client)

    seen = {"gus": await client.get(PICTURE)}
    for who in ("eli", "ada", "dana"):
        client.cookies.clear()
        await sign_in(who)
        seen[who] = await client.get(PICTURE)
    client.cookies.clear()
    seen["nobody"] = await client.get(PICTURE)

    codes = {who: answer.status_code for who, answer in seen.items()}
    assert codes == {"gus": 200, "eli": 200, "ada": 404, "dana": 404, "nobody": 404}
    assert seen["gus"].headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize("who", ["ada", "dana"])
async def test_nobody_else_gives_an_event_a_picture(
    client: httpx.AsyncClient, sign_in: SignIn, database: Database, settings: Settings, who: str
) -> None:
    await day(database)
    await sign_in(who)

    answer = await put(client)

    assert (answer.status_code, await key(database)) == (404, None)
    assert [keys async for keys in open_files(settings.files_url).kept_before(NOW.replace(year=2999))] in ([], [[]])


async def test_two_parts_of_a_series_share_a_picture_until_both_are_done_with_it(
    client: httpx.AsyncClient, sign_in: SignIn, database: Database
) -> None:
    await rehearsal(database, slug="day")
    await sign_in("gus")
    await put(client)
    async with database.write() as session:
        new = await change_following(session, actor=TOMAS, slug="day", at=monday(2), given={"room": "4"}, now=NOW)

    await client.post(PAGE, data={"operation": "RemovePicture"})
    kept = await client.get(f"/events/{new.slug}/picture.jpg")
    await client.post(f"/events/{new.slug}/picture", data={"operation": "RemovePicture"})

    assert (kept.status_code, (await client.get(f"/events/{new.slug}/picture.jpg")).status_code) == (200, 404)
