"""What programs read of an event's page: its address, what a shared link shows, and schema.org's Event."""

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, TypeAlias

import httpx
import make
import pytest
from conftest import NOW, SignIn
from markup import Element, read

from server.db import Database
from server.events.models import EventStatus

Open: TypeAlias = Callable[..., Awaitable[Element]]


def facts(page: Element) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(page.one("script", type="application/ld+json").text)
    return found


async def test_schema_org_says_what_the_page_says(open_page: Open) -> None:
    page = await open_page("/events/engineering-career-fair")

    said = facts(page)
    assert (said["@type"], said["name"]) == ("BusinessEvent", "Engineering Career Fair")
    assert said["startDate"] == "2026-09-24T10:00-04:00"
    assert said["eventStatus"] == "https://schema.org/EventScheduled"
    assert said["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert [place["@type"] for place in said["location"]] == ["Place"]
    assert said["url"] == page.one("link", rel="canonical")["href"]
    assert page.one("meta", property="og:title")["content"] == said["name"]


async def test_an_instance_has_an_address_of_its_own(open_page: Open) -> None:
    page = await open_page("/events/build-night")

    assert "/events/build-night?at=20" in page.one("link", rel="canonical")["href"]


@pytest.mark.parametrize(
    ("column", "value", "name", "expected"),
    [
        ("status", EventStatus.CANCELLED, "eventStatus", "https://schema.org/EventCancelled"),
        ("previous_starts_at", NOW, "previousStartDate", "2026-09-24T10:00-04:00"),
        ("capacity", 12, "maximumAttendeeCapacity", 12),
        ("languages", "en,fr", "inLanguage", ["en", "fr"]),
    ],
)
async def test_what_else_is_known_is_said(
    open_page: Open, database: Database, column: str, value: Any, name: str, expected: Any
) -> None:
    async with database.write() as session:
        await make.event(session, slug="talk", **{column: value})

    assert facts(await open_page("/events/talk"))[name] == expected


async def test_no_text_ends_the_script(open_page: Open, database: Database) -> None:
    name = "</script><script>alert(1)</script>"
    async with database.write() as session:
        await make.event(session, slug="talk", name=name, starts_at=NOW + timedelta(days=2))

    page = await open_page("/events/talk")

    assert facts(page)["name"] == name
    assert [script for script in page.all("script") if "alert" in script.text] == [
        page.one("script", type="application/ld+json")
    ]


async def test_online_addresses_are_not_told_to_programs(client: httpx.AsyncClient, database: Database) -> None:
    async with database.write() as session:
        await make.event(session, slug="talk", attendance_mode="ONLINE", online_url="https://call.example/secret")

    text = (await client.get("/events/talk")).text

    assert facts(read(text))["location"] == [{"@type": "VirtualLocation", "url": "http://hallway.test/events/talk"}]
    assert "call.example" not in text


async def test_a_draft_is_not_for_search_engines(sign_in: SignIn) -> None:
    eli = await sign_in("eli")

    page = read((await eli.get("/events/robot-night")).text)

    assert page.one("meta", name="robots")["content"] == "noindex"
    assert page.all("script", type="application/ld+json") == []
