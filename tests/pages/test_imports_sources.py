"""Addresses that an organization follows are seen, asked, paused, gone on with and removed."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import httpx
import pytest
from conftest import NOW, SignIn
from imports.brought import calendar, change, imported, vevent
from imports.elsewhere import Elsewhere, elsewhere
from make import event as make_event
from markup import Element, read

from server.config import Settings
from server.db import Database

Open: TypeAlias = Callable[..., Awaitable[Element]]
IMPORT, PAGE = "/organizations/robotics-club/import", "/organizations/robotics-club/imports"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Organizers may import from this machine."""
    return replace(settings, private_calendars=True)


@pytest.fixture
def there() -> Iterator[Elsewhere]:
    with elsewhere() as found:
        yield found


async def press(client: httpx.AsyncClient, page: Element, button: str, **typed: str) -> Element:
    """Send the form whose button begins so; the page that it leads to."""
    (form,) = [f for f in page.one("main").all("form") if f.one("button").text.startswith(button)]
    answer = await client.post(PAGE, data={**form.sends(), **typed})
    assert answer.status_code == 303
    return read((await client.get(answer.headers["location"])).text)


async def test_organizer_follows_an_address_and_looks_after_it(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, there: Elsewhere, database: Database
) -> None:
    await sign_in("eli")
    there.octets = calendar(*(vevent(f"SUMMARY:{name}", uid=name) for name in ("Tea", "Walk", "Talk")))
    form = {"operation": "PreviewAddress", "address": there.url, "everyMinutes": "60"}
    seen = (await client.post(IMPORT, data=form)).headers["location"]
    sent = (await open_page(seen)).one("form", id="import")
    await client.post(seen, data=sent.sends())
    await change(database, "Tea", NOW + timedelta(minutes=1), name="High tea")
    there.octets = calendar(vevent("SUMMARY:Tea", uid="Tea"))

    first = await open_page(PAGE)
    asked = await press(client, first, "Ask now")
    called_off = await press(client, asked, "Call off what is gone")
    taken = await press(client, called_off, "Take their name")
    paused = await press(client, taken, "Pause")
    going = await press(client, paused, "Go on")
    often = next(form for form in going.one("main").all("form") if "Ask so often" in form.text).sends()
    await client.post(PAGE, data=often | {"everyMinutes": "1440"})
    daily = await open_page(PAGE)
    never = await client.post(PAGE, data=often | {"everyMinutes": "1"})
    removed = await press(client, going, "Remove")

    assert sent.one("button").text == "Import 3 events, and follow the address"
    assert "secret-8b1f" not in first.text
    assert first.one("main").texts("h3") == ["127.0.0.1/…/basic.ics", "High tea"]
    assert "Asked every hour, last 24 September, 10:00" in first.text
    assert "Waits for you" in asked.text
    assert "2 of 3 events to come are no longer there." in asked.text
    assert "2 called off." in called_off.text
    assert (taken.one("main").texts("h3"), "Paused" in paused.text) == (["127.0.0.1/…/basic.ics"], True)
    assert "Paused" not in going.text
    assert (often["everyMinutes"], never.status_code) == ("60", 422)
    assert "Asked every day" in daily.text
    assert "None is followed yet." in removed.text
    assert {row.name: row.status.value for row in await imported(database)} == {
        **{"Tea": "SCHEDULED", "Walk": "CANCELLED", "Talk": "CANCELLED"}
    }


async def test_organizer_decides_what_is_likely_here_already(
    client: httpx.AsyncClient, open_page: Open, sign_in: SignIn, there: Elsewhere, database: Database
) -> None:
    await sign_in("eli")
    there.octets = calendar(vevent("SUMMARY:Tea", uid="Tea"))
    form = {"operation": "PreviewAddress", "address": there.url, "everyMinutes": "60"}
    seen = (await client.post(IMPORT, data=form)).headers["location"]
    await client.post(seen, data=(await open_page(seen)).one("form", id="import").sends())
    for name in ("Walk", "Talk"):
        async with database.write() as session:
            at = datetime(2026, 10, 5, 22, tzinfo=UTC)
            await make_event(session, name=name, slug=name.lower(), starts_at=at)
    there.octets = calendar(*(vevent(f"SUMMARY:{name}", uid=name) for name in ("Tea", "Walk", "Talk")))

    asked = await press(client, await open_page(PAGE), "Ask now")
    decided = await press(client, asked, "Import what is ticked", letIn="Walk")

    likely = [link["href"] for link in asked.one("main").all("a") if link.text in ("Walk", "Talk")]
    assert ("Waits for you" in asked.text, likely) == (True, ["/events/walk", "/events/talk"])
    assert "2 events, likely here already. What you don’t tick stays out for good." in asked.text
    assert ("Waits for you" in decided.text, "1 new." in decided.text) == (False, True)
    assert sorted(row.uid for row in await imported(database)) == ["Tea", "Walk"]


async def test_an_address_that_can_not_be_had_is_refused_and_kept_as_typed(
    client: httpx.AsyncClient, sign_in: SignIn, there: Elsewhere
) -> None:
    await sign_in("eli")
    there.status = 404

    answer = await client.post(IMPORT, data={"operation": "PreviewAddress", "address": there.url, "everyMinutes": "15"})

    page = read(answer.text)
    assert (answer.status_code, "answers 404 instead of a calendar" in page.text) == (422, True)
    assert page.one("input", id="address")["value"] == there.url
    assert [option["value"] for option in page.all("option") if "selected" in option.attributes] == ["15"]


@pytest.mark.parametrize("key", ["ada", "dana"])
async def test_page_is_there_for_those_who_post(open_page: Open, sign_in: SignIn, key: str) -> None:
    await sign_in(key)

    await open_page(PAGE, status=404)
