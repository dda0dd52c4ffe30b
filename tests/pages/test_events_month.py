"""A month at a glance, and the way to each of its days."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import pytest
from markup import Element

Open: TypeAlias = Callable[..., Awaitable[Element]]


async def test_a_month_shows_its_days_and_leads_to_each(open_page: Open) -> None:
    page = await open_page("/month?month=2026-10&campus=boston")

    assert page.one("h1").text == "October 2026"
    busy = page.one("table").all("p", class_="num")
    assert len(busy) == 31
    day = next(day for day in busy if day.all("a"))
    listed = await open_page(day.one("a")["href"])
    (only,) = listed.all("section", class_="day")
    assert only.one("h2").text.split()[0] == day.text.split()[0]


@pytest.mark.parametrize(
    ("month", "before", "after"), [("2026-01", "2025-12", "2026-02"), ("2026-12", "2026-11", "2027-01")]
)
async def test_months_lead_to_their_neighbours(open_page: Open, month: str, before: str, after: str) -> None:
    page = await open_page(f"/month?month={month}&kind=fair")

    links = [link["href"] for link in page.one("nav", **{"aria-label": "View"}).all("a")]
    assert links[:2] == [f"/month?kind=fair&month={before}", f"/month?kind=fair&month={after}"]


async def test_the_strip_beside_the_programme_counts_the_days(open_page: Open) -> None:
    page = await open_page("/?kind=fair")

    days = page.one("ol", class_="strip").all("li")
    today = next(day for day in days if "24" in day.text)
    assert (len(days), today.one("a")["aria-current"]) == (30, "date")
    assert "1 event" in today.text
