"""Anybody finds an organization."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import pytest
from markup import Element

Open: TypeAlias = Callable[..., Awaitable[Element]]


def names(page: Element) -> list[str]:
    return page.one("main").texts("h3")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=alumni_chapter", ["Alumni Chapter London", "Alumni Chapter Singapore"]),
        ("kind=ALUMNI_CHAPTER&campus=london", ["Alumni Chapter London"]),
        ("q=graduate", ["Graduate Union"]),
    ],
)
async def test_narrow_the_organizations(open_page: Open, query: str, expected: list[str]) -> None:
    page = await open_page(f"/organizations?{query}")

    assert names(page) == expected


async def test_change_one_filter_and_keep_the_others(open_page: Open) -> None:
    page = await open_page("/organizations?kind=employer&campus=boston&q=h")

    hrefs = {link.text: link["href"] for link in page.one("main").all("a", class_="chip")}
    assert hrefs["Department"] == "/organizations?campus=boston&q=h&kind=department"
    assert hrefs["All campuses"] == "/organizations?kind=employer&q=h"


async def test_find_no_organization(open_page: Open) -> None:
    page = await open_page("/organizations?kind=office&q=glassblowers")

    assert page.one(class_="empty").one("p").text == "None of these is called anything like “glassblowers”."


async def test_narrow_by_a_kind_that_is_none(open_page: Open) -> None:
    page = await open_page("/organizations?kind=guild", status=400)

    assert page.one(id="kind-error").text.startswith("“guild” is none of these: ")


@pytest.mark.parametrize(("query", "size"), [("", 15), ("q=graduate", 1)])
async def test_ask_the_database_as_often_for_many_as_for_one(
    open_page: Open, statements: list[str], query: str, size: int
) -> None:
    await open_page(f"/organizations?{query}")
    statements.clear()

    page = await open_page(f"/organizations?{query}")

    assert (len(names(page)), len(statements)) == (size, 2)  # the campuses, and the organizations
