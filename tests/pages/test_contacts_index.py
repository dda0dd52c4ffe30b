"""Somebody looks through their contacts."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
import pytest
from markup import Element

Open: TypeAlias = Callable[..., Awaitable[Element]]
SignIn: TypeAlias = Callable[[str], Awaitable[httpx.AsyncClient]]


def book(page: Element) -> dict[str, list[str]]:
    return {section.one("h2").text: section.texts("h3") for section in page.all("section", class_="sec")}


async def test_list_contacts_by_where_they_were_last_met(open_page: Open, sign_in: SignIn) -> None:
    await sign_in("ada")

    page = await open_page("/contacts")

    assert book(page) == {
        "Met at Laboratory tours for newcomers": ["Tomás Herrera", "Noor Haddad نور حداد"],
        "Met at Homecoming evening": ["Yuki Tanabe", "Chen Meiling 陳美玲", "Kofi Mensah"],
    }


async def test_say_who_has_one_too(open_page: Open, sign_in: SignIn) -> None:
    await sign_in("ada")

    page = await open_page("/contacts")

    flags = {row.one("h3").text: row.texts(class_="flag") for row in page.one("main").all("li")}
    assert (flags["Chen Meiling 陳美玲"], flags["Yuki Tanabe"]) == (["Both ways"], [])


@pytest.mark.parametrize(
    ("words", "expected"),
    [("grip", ["Noor Haddad نور حداد"]), ("kestrel", ["Kofi Mensah"]), ("TOMAS", ["Tomás Herrera"])],
)
async def test_search_contacts(open_page: Open, sign_in: SignIn, words: str, expected: list[str]) -> None:
    await sign_in("ada")

    page = await open_page(f"/contacts?q={words}")

    assert page.one("main").texts("h3") == expected
    assert page.one("input", id="q")["value"] == words


async def test_search_for_nobody(open_page: Open, sign_in: SignIn) -> None:
    await sign_in("ada")

    page = await open_page("/contacts?q=glassblowing")

    assert page.one(class_="empty").one("h2").text == "None of your contacts mentions “glassblowing”."


async def test_begin_with_nobody(open_page: Open, sign_in: SignIn) -> None:
    await sign_in("fay")

    page = await open_page("/contacts")

    empty = page.one(class_="empty")
    assert empty.one("h2").text == "Nobody here yet."
    assert [link["href"] for link in empty.all("a")] == ["/scan", "/"]


async def test_ask_strangers_to_sign_in_first(client: httpx.AsyncClient) -> None:
    response = await client.get("/contacts")

    assert (response.status_code, response.headers["location"]) == (303, "/sign-in?next=%2Fcontacts")


@pytest.mark.parametrize(("query", "size", "asked"), [("", 5, 9), ("?q=grip", 1, 11)])
async def test_ask_the_database_as_often_for_many_as_for_one(
    open_page: Open, sign_in: SignIn, statements: list[str], query: str, size: int, asked: int
) -> None:
    await sign_in("ada")
    await open_page(f"/contacts{query}")
    statements.clear()

    page = await open_page(f"/contacts{query}")

    # Who asks, their name, their zone, their tags, the contacts (with words also a search in what is shown, and in
    # tags), the encounters, the notes, the events of these, the organizations that one met.
    assert (len(page.one("main").texts("h3")), len(statements)) == (size, asked)
