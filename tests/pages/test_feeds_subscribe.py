"""Anybody subscribes to a list of events, an organization, a campus or a kept filter, whatever program they use."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
import pytest
from conftest import NOW
from markup import Element, read

from server.actor import Member
from server.db import Database
from server.events.filter import EventFilter
from server.finding.save_filter import save_filter
from server.seed import SeededCampus

Open: TypeAlias = Callable[..., Awaitable[Element]]
HOST = "http://hallway.test"


@pytest.mark.parametrize(
    ("query", "address", "name"),
    [
        ("", "/feeds/events.ics", "What’s on at Northgate"),
        ("kind=fair&campus=boston&tag=career", "/feeds/events.ics?kind=FAIR&campus=boston&tag=career",
         "What’s on at Northgate: Fair, boston, career"),
        ("organization=robotics-club", "/organizations/robotics-club.ics", "Robotics Club"),
        ("campus=boston", "/campuses/boston.ics", "Boston"),
        ("q=robot+arm", "/feeds/events.ics?q=robot+arm", "What’s on at Northgate: robot arm"),
    ],
)  # fmt: skip
async def test_subscribe_to_what_is_listed(
    client: httpx.AsyncClient, open_page: Open, query: str, address: str, name: str
) -> None:
    page = await open_page(f"/subscribe?{query}")

    assert page.one("input", id="address")["value"] == f"{HOST}{address}"
    assert page.one("p", class_="lede").text.startswith(f"{name}, in your own calendar.")
    assert (await client.get(address)).status_code == 200


async def test_subscribe_to_a_kept_filter(
    client: httpx.AsyncClient, open_page: Open, database: Database, campus: SeededCampus
) -> None:
    async with database.write() as session:
        ada = Member(campus.people["ada"])
        kept = await save_filter(session, actor=ada, name="Fairs", filter=EventFilter(tags=("career",)), now=NOW)

    page = await open_page(f"/subscribe?saved={kept.slug}")

    address = page.one("input", id="address")["value"]
    answer = await client.get(address)
    assert address == f"{HOST}/saved/{kept.slug}.ics"
    assert "\r\nX-WR-CALNAME:Fairs\r\n" in answer.text
    assert "/events/engineering-career-fair\r\n" in answer.text


@pytest.mark.parametrize("query", ["organization=nothing", "campus=nowhere", "saved=0123456789abcdef"])
async def test_subscribe_to_nothing_is_404(client: httpx.AsyncClient, query: str) -> None:
    assert (await client.get(f"/subscribe?{query}")).status_code == 404


async def test_subscribe_is_offered_where_events_are_listed(open_page: Open) -> None:
    listed = await open_page("/?kind=fair&campus=boston")
    hosted = await open_page("/organizations/robotics-club")

    links = [link["href"] for page in (listed, hosted) for link in page.all("a") if "/subscribe" in link["href"]]
    assert links == ["/subscribe?kind=fair&campus=boston", "/subscribe?organization=robotics-club"]


async def test_subscribe_with_a_filter_that_means_nothing_says_so(client: httpx.AsyncClient) -> None:
    answer = await client.get("/subscribe?kind=rave")

    assert answer.status_code == 400
    assert "“rave” is none of these" in read(answer.text).text
