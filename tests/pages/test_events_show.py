"""Anybody reads all about one event."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
import pytest
from markup import Element, read

from server.seed import SeededCampus

Open: TypeAlias = Callable[..., Awaitable[Element]]
SignIn: TypeAlias = Callable[[str], Awaitable[httpx.AsyncClient]]


def facts(page: Element) -> dict[str, str]:
    pairs = page.all("dl", class_="pairs")[0]
    return dict(zip(pairs.texts("dt"), pairs.texts("dd"), strict=True))


async def test_show_an_event(open_page: Open) -> None:
    page = await open_page("/events/engineering-career-fair")

    assert page.one("h1").text == "Engineering Career Fair"
    assert facts(page) == {
        "Time": "10:00 to 16:00, Boston time",
        "Place": (
            "Marlowe Hall, Ground floor Marlowe Hall, East Wing 18 Quay Street, 2nd floor Boston, MA 02210"
            " On the map Boston campus Step-free from the east door. Lift to every floor, hearing loop at the corner"
            " stage."
        ),
        "Host": "Office of Career Design",
        "More": "careers.northgate.example/fair",
    }
    assert page.texts(class_="here") == ["On now", "On now"]
    assert page.one("li", class_="now").one("h3").text == "Doors open"
    assert page.texts("td", class_="k") == ["A2", "A9", "B3", "B7", "C14", "D3", "D8"]


async def test_lead_from_an_event_to_what_one_does_there(open_page: Open) -> None:
    page = await open_page("/events/engineering-career-fair")

    hrefs = {link.text: link["href"] for link in page.one("main").all("a")}
    assert hrefs["Scan at this event"] == "/scan?event=engineering-career-fair"
    assert hrefs["Add this event"] == "/events/engineering-career-fair.ics"
    assert hrefs["Halden Robotics"] == "/organizations/halden-robotics"
    assert hrefs["co-op"] == "/?tag=co-op"
    assert page.one("input", id="feed")["value"] == "http://hallway.test/events/engineering-career-fair.ics"


async def test_show_a_cancelled_event_without_a_way_to_scan_there(open_page: Open) -> None:
    page = await open_page("/events/board-games")

    assert page.texts(class_="flag") == ["Cancelled"]
    assert [link["href"] for link in page.all("a") if "/scan" in link["href"]] == []


async def test_show_the_instance_of_a_series_that_a_link_names(client: httpx.AsyncClient, open_page: Open) -> None:
    listed = await open_page("/organizations/robotics-club")
    (link,) = [a["href"] for a in listed.all("a") if a.text == "Build night: line followers for newcomers"]

    page = await open_page(link)

    assert page.one("h1").text == "Build night: line followers for newcomers"
    assert page.one("time", class_="sign")["datetime"] == "2026-10-16"


@pytest.mark.parametrize("address", ["/events/no-such-event", "/events/build-night?at=2026-10-17T22:00:00Z"])
async def test_show_no_event_that_is_not_there(open_page: Open, address: str) -> None:
    page = await open_page(address, status=404)

    assert page.one("h1").text == "No such room."


async def test_show_nobody_but_members_where_to_join(
    client: httpx.AsyncClient, sign_in: SignIn, campus: SeededCampus
) -> None:
    to_strangers = await client.get("/events/halden-info")
    await sign_in("ada")
    to_members = await client.get("/events/halden-info")

    assert "https://meet.northgate.example/halden-co-op" in to_members.text
    assert "meet.northgate.example" not in to_strangers.text
    links = read(to_strangers.text).one("main").all("a")
    assert [a["href"] for a in links if a.text == "Sign in"] == ["/sign-in?next=/events/halden-info"]


@pytest.mark.parametrize(("slug", "booths"), [("engineering-career-fair", 7), ("cv-clinic", 0)])
async def test_ask_the_database_as_often_for_many_booths_as_for_none(
    open_page: Open, statements: list[str], slug: str, booths: int
) -> None:
    await open_page(f"/events/{slug}")
    statements.clear()

    page = await open_page(f"/events/{slug}")

    # The event, its co-hosts, its agenda, its booths with their organizations, and what is asked of those who come.
    assert (len(page.all("td", class_="k")), len(statements)) == (booths, 5)


async def test_a_fair_leads_who_is_signed_in_to_what_employers_get(open_page: Open, sign_in: SignIn) -> None:
    stranger = await open_page("/events/engineering-career-fair")
    await sign_in("ada")
    member = await open_page("/events/engineering-career-fair")

    there = [page.one("main").texts("a", href="/settings/employers") for page in (stranger, member)]
    assert there == [[], ["Choose what employers get here"]]
