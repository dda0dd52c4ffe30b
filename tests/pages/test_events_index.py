"""Anybody reads what is on, and narrows it."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
import pytest
from markup import Element

Open: TypeAlias = Callable[..., Awaitable[Element]]


def names(page: Element) -> list[str]:
    return [event.one("h3").text for event in page.all("li", class_="event")]


async def test_list_events_by_the_day_they_are_on(open_page: Open) -> None:
    page = await open_page("/")

    today, tomorrow = page.all("section", class_="day")[:2]
    assert today.one("h2").text == "24 Thursday September"
    assert today.one(class_="here").text == "Today"
    assert names(today) == ["Engineering Career Fair", "Résumé clinic, no appointment", "Fair after hours"]
    assert tomorrow.one("h2").text == "25 Friday September"
    assert tomorrow.all(class_="here") == []


async def test_list_an_event_with_its_hours_where_it_is(open_page: Open) -> None:
    page = await open_page("/?campus=nairobi")

    event = page.all("li", class_="event")[0]
    assert event.one("p", class_="at").text == "10:00 to 15:00"
    assert event.one("time")["datetime"] == "2026-10-06T10:00+03:00"


async def test_say_what_became_of_an_event(open_page: Open) -> None:
    page = await open_page("/")

    told = {event.one("h3").text: event.texts(class_="end") for event in page.all("li", class_="event")}
    assert told["Board games and black coffee"] == ["Cancelled"]
    assert told["First job abroad: four alumni, four visas"] == ["New time"]
    assert told["Solder your own badge"] == ["Full"]
    assert told["Engineering Career Fair"] == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=fair", ["Engineering Career Fair", "Toronto Employers’ Evening"]),
        ("kind=FAIR", ["Engineering Career Fair", "Toronto Employers’ Evening"]),
        ("kind=fair&kind=lecture&campus=toronto", ["Toronto Employers’ Evening"]),
        ("campus=nairobi", ["Maize, drones and machine vision"]),
        ("tag=co-op&from=2026-09-24&to=2026-09-24", ["Engineering Career Fair"]),
        ("q=RÉSUMÉ+resume&kind=fair&campus=boston", ["Engineering Career Fair"]),
        ("mode=mixed&from=2026-09-24&to=2026-09-25", ["Halden Robotics: co-op places for spring"]),
        ("from=2026-09-26&to=2026-09-26", ["Harbour clean-up by kayak"]),
        ("from=2026-10-09&to=2026-10-09&campus=", ["A port without people?"]),
        ("organization=halden-robotics", ["Halden Robotics: co-op places for spring"]),
        ("kind=&campus=&tag=&mode=&from=&to=&q=clinic+appointment", ["Résumé clinic, no appointment"]),
    ],
)
async def test_narrow_the_list(open_page: Open, query: str, expected: list[str]) -> None:
    page = await open_page(f"/?{query}")

    assert names(page) == expected


async def test_read_a_date_where_the_campus_is(open_page: Open) -> None:
    page = await open_page("/?campus=nairobi&from=2026-10-06&to=2026-10-06")
    day_before = await open_page("/?campus=nairobi&from=2026-10-05&to=2026-10-05")

    assert names(page) == ["Maize, drones and machine vision"]
    assert names(day_before) == []


async def test_take_one_filter_away(open_page: Open) -> None:
    page = await open_page("/?kind=fair&kind=panel&campus=boston&q=grids")

    used = page.one("ul", aria_label="Filters in use").all("a")
    assert {filter_.text: filter_["href"] for filter_ in used} == {
        "Fair , remove this filter": "/?kind=panel&campus=boston&q=grids",
        "Panel , remove this filter": "/?kind=fair&campus=boston&q=grids",
        "Boston , remove this filter": "/?kind=fair&kind=panel&q=grids",
        "“grids” , remove this filter": "/?kind=fair&kind=panel&campus=boston",
    }


async def test_keep_the_filters_in_the_forms(open_page: Open) -> None:
    page = await open_page("/?kind=fair&campus=boston&tag=career&from=2026-09-24&q=grids&after=")

    search, filters = page.all("form", method="get")
    assert search.sends() == {
        "kind": "fair",
        "campus": "boston",
        "tag": "career",
        "from": "2026-09-24",
        "q": "grids",
    }
    assert filters.sends() == {
        "q": "grids",
        "kind": "fair",
        "campus": "boston",
        "mode": "",
        "from": "2026-09-24",
        "to": "",
        "tag": "career",
    }
    assert [option["value"] for option in filters.all("option", selected="")] == ["boston"]


async def test_subscribe_to_the_list_that_is_shown(open_page: Open) -> None:
    page = await open_page("/?kind=fair&campus=boston&after=")

    hrefs = [link["href"] for link in page.one("section", class_="side-out").all("a")]
    assert hrefs == ["/subscribe?kind=fair&campus=boston"]


async def test_narrow_by_what_can_not_be_used(open_page: Open) -> None:
    page = await open_page("/?kind=party&from=tomorrow", status=400)

    kinds = "fair, panel, lecture, conference, workshop, mixer, meetup, info session"
    told = {link["href"]: link.text for link in page.one(role="alert").all("a")}
    assert set(told) == {"#kind", "#from"}
    assert told["#from"] == "“tomorrow” is no date. Write it as 2026-09-24."
    assert sorted(told["#kind"].removeprefix("“party” is none of these: ").rstrip(".").split(", ")) == sorted(
        kinds.split(", ")
    )
    field = page.one("input", id="from")
    assert (field["aria-invalid"], field["value"], field["aria-describedby"]) == ("true", "tomorrow", "from-error")
    assert page.one(id="from-error").text == told["#from"]
    assert len(names(page)) == 30


async def test_read_on(open_page: Open) -> None:
    first = await open_page("/?campus=boston")
    (more,) = [link["href"] for link in first.all("a") if link.text == "Later events"]

    second = await open_page(more)

    assert len(names(first)) == 30
    assert more.startswith("/?campus=boston&after=")
    starts = [[time["datetime"] for time in page.all("time") if "T" in time["datetime"]] for page in (first, second)]
    assert max(starts[0]) < min(starts[1])


async def test_read_on_from_nowhere(open_page: Open) -> None:
    page = await open_page("/?after=nonsense", status=400)

    assert page.one(class_="lede").text.startswith("This cursor is not one that a list gave out.")


async def test_find_nothing(open_page: Open) -> None:
    page = await open_page("/?kind=workshop&campus=nairobi&q=glassblowing")

    empty = page.one(class_="empty")
    assert empty.one("h2").text == "No workshop in Nairobi mentions “glassblowing”."
    assert [link["href"] for link in empty.all("a")] == [
        "/?kind=workshop&campus=nairobi",
        "/?kind=workshop&q=glassblowing",
    ]


async def test_escape_what_was_typed(client: httpx.AsyncClient) -> None:
    response = await client.get("/", params={"q": "<script>alert(1)</script>", "tag": '"><img src=x>'})

    assert response.status_code == 200
    assert "<script>alert" not in response.text
    assert "<img" not in response.text


async def test_send_nothing_to_a_page_without_a_form(client: httpx.AsyncClient) -> None:
    response = await client.post("/month", data={"kind": "fair"})

    assert response.status_code == 405


@pytest.mark.parametrize(("query", "size"), [("", 30), ("campus=nairobi", 1)])
async def test_ask_the_database_as_often_for_many_as_for_one(
    open_page: Open, statements: list[str], query: str, size: int
) -> None:
    await open_page("/")  # a first time, which parses and plans
    statements.clear()

    page = await open_page(f"/?{query}")

    assert (len(names(page)), len(statements)) == (size, 4)  # campuses twice, events, and days of the month
