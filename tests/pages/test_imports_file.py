"""A calendar is imported from a file: chosen, looked at, answered for, and brought in."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
import pytest
from conftest import SignIn
from imports.brought import calendar, imported, vevent
from markup import Element, read

from server.db import Database

Open: TypeAlias = Callable[..., Awaitable[Element]]
PAGE = "/organizations/robotics-club/import"


async def choose(client: httpx.AsyncClient, *parts: str) -> str:
    """Upload a file; return where its preview is."""
    file = {"file": ("club.ics", calendar(*parts), "text/calendar")}
    answer = await client.post(PAGE, data={"operation": "PreviewImport"}, files=file)
    assert answer.status_code == 303
    return answer.headers["location"]


async def test_organizer_imports_a_file(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database
) -> None:
    await sign_in("eli")
    upload = (await open_page(PAGE)).one("main").all("form")[0]

    address = await choose(client, vevent("SUMMARY:Robot tea"), vevent("SUMMARY:Walk", uid="2"))
    preview = await open_page(address)
    before = await imported(database)
    answer = await client.post(address, data=preview.one("form", id="import").sends())
    done = await open_page(answer.headers["location"])

    assert upload.one("input", name="file").attributes["accept"].startswith(".ics,")
    assert preview.one("form", id="import").one("button").text == "Import 2 events"
    assert preview.one("form", id="import").texts("h3") == ["Robot tea", "Walk"]
    assert (answer.headers["location"], "2 new, 0 changed, 0 as they were." in done.text) == (address, True)
    assert (before, [row.name for row in await imported(database)]) == ([], ["Robot tea", "Walk"])


async def test_page_asks_about_an_unknown_time_zone(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn
) -> None:
    await sign_in("eli")
    start = "DTSTART;TZID=Club time:20261005T180000"
    address = await choose(client, f"BEGIN:VEVENT\r\nUID:1\r\n{start}\r\nSUMMARY:Talk\r\nEND:VEVENT\r\n")

    page = await open_page(address)
    (form,) = [form for form in page.one("main").all("form") if form.one("button").text == "Use it"]
    empty = await client.post(address, data=form.sends())
    answer = await client.post(address, data={**form.sends(), "zone": "America/Chicago"})
    answered = await open_page(answer.headers["location"])

    assert "“Club time” is no time zone known here. Say which one it is." in page.text
    assert (empty.status_code, "Fill this in." in empty.text) == (422, True)
    assert answer.headers["location"] == address
    assert answered.one("form", id="import").texts("h3") == ["Talk"]


async def test_what_is_no_calendar_is_refused_with_a_sentence(client: httpx.AsyncClient, sign_in: SignIn) -> None:
    await sign_in("eli")

    answer = await client.post(PAGE, data={"operation": "PreviewImport"}, files={"file": ("x.ics", b"Hello")})
    none = await client.post(PAGE, data={"operation": "PreviewImport"}, files={"file": ("", b"")})

    assert (answer.status_code, "This is no calendar" in answer.text) == (422, True)
    assert (none.status_code, "Choose a file." in none.text) == (422, True)


async def test_a_preview_that_is_gone_says_so(open_page: Open, sign_in: SignIn) -> None:
    await sign_in("eli")

    page = await open_page(PAGE + "?draft=import_" + "0" * 32)

    assert "This preview is gone" in page.text


@pytest.mark.parametrize("key", ["ada", "dana"])
async def test_page_is_there_for_those_who_post(open_page: Open, sign_in: SignIn, key: str) -> None:
    await sign_in(key)

    await open_page(PAGE, status=404)


async def test_organizer_says_which_column_is_what(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, database: Database
) -> None:
    await sign_in("eli")
    file = {"file": ("club.csv", b"What,Day,At\nTea,3/4/2027,18:00\n", "text/csv")}
    address = (await client.post(PAGE, data={"operation": "PreviewImport"}, files=file)).headers["location"]
    (form,) = [f for f in (await open_page(address)).one("main").all("form") if f.one("button").text == "Read it so"]
    said = {**form.sends(), "startTime": "At"}

    open_ = await client.post(address, data=said)
    answer = await client.post(address, data={**said, "dates": "DAY_FIRST"})
    preview = (await open_page(answer.headers["location"])).one("form", id="import")
    await client.post(address, data=preview.sends())

    kept = {field.one("select")["name"]: field for field in read(open_.text).all("div", class_="field")}
    assert (said["name"], said["zone"], "dates" in said) == ("What", "America/New_York", False)
    assert (open_.status_code, "Fill this in." in open_.text) == (422, True)
    assert [o.text for o in kept["startTime"].all("option") if "selected" in o.attributes] == ["At"]
    assert [f"{row.starts_at:%Y-%m-%d %H:%M}" for row in await imported(database)] == ["2027-04-03 22:00"]
