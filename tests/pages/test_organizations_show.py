"""Anybody reads about an organization, and what it has coming."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import pytest
from markup import Element

Open: TypeAlias = Callable[..., Awaitable[Element]]


async def test_show_an_organization_with_what_it_has_coming(open_page: Open) -> None:
    page = await open_page("/organizations/robotics-club")

    assert page.one("h1").text == "Robotics Club"
    events = page.all("li", class_="event")
    assert [event.one("h3").text for event in events][:2] == ["Solder your own badge", "Build night"]
    assert len(events) == 12
    assert page.one(class_="prose").all("li") != []
    assert page.one("input", id="feed")["value"] == "http://hallway.test/organizations/robotics-club.ics"


async def test_read_on_about_an_organization(open_page: Open) -> None:
    first = await open_page("/organizations/robotics-club")
    (more,) = [link["href"] for link in first.all("a") if link.text == "Later events"]

    second = await open_page(more)

    days = [[section["aria-labelledby"] for section in page.all("section", class_="day")] for page in (first, second)]
    assert max(days[0]) < min(days[1])


async def test_show_an_organization_that_has_nothing_coming(open_page: Open) -> None:
    page = await open_page("/organizations/fjord-and-field")

    assert page.all("li", class_="event") == []
    assert (
        page.one(class_="days").one("p").text
        == "Nothing is planned yet. Subscribe, and what comes is in your calendar."
    )


async def test_show_no_organization_that_is_not_there(open_page: Open) -> None:
    page = await open_page("/organizations/glassblowers", status=404)

    assert page.one("h1").text == "No such room."


@pytest.mark.parametrize(("slug", "size"), [("robotics-club", 12), ("fjord-and-field", 0)])
async def test_ask_the_database_as_often_for_many_events_as_for_none(
    open_page: Open, statements: list[str], slug: str, size: int
) -> None:
    await open_page(f"/organizations/{slug}")
    statements.clear()

    page = await open_page(f"/organizations/{slug}")

    assert (len(page.all("li", class_="event")), len(statements)) == (size, 3)  # it, its events, its open positions
