"""A person reports somebody from a receipt, a contact or a block, and it works without script."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeAlias

import httpx
import pytest
from conftest import SignIn
from hall import Hall, open_hall
from markup import Element, read

from schema.ids import global_id
from server.db import Database
from server.seed import SeededCampus

Open: TypeAlias = Callable[..., Awaitable[Element]]


@pytest.fixture
async def hall(database: Database, campus: SeededCampus) -> AsyncIterator[Hall]:
    async with open_hall(database, campus) as hall:
        yield hall


def links(page: Element) -> list[str]:
    return [link["href"] for link in page.one("main").all("a") if link["href"].startswith("/report/")]


async def test_a_receipt_a_contact_and_a_block_lead_to_the_report(hall: Hall, open_page: Open, sign_in: SignIn) -> None:
    await hall.scan("eli", "ben")
    await hall.scan("ben", "ada")
    await hall.block("ben", "dana")
    await sign_in("ben")
    receipt = global_id("receipt", (await hall.contact("eli", "ben")).id)
    contact = global_id("contact", (await hall.contact("ben", "ada")).id)
    block = global_id("block", hall.person("dana"))

    assert f"/report/{receipt}" in links(await open_page("/settings/who-has-my-card"))
    assert links(await open_page(f"/contacts/{contact}")) == [f"/report/{contact}"]
    assert links(await open_page("/settings/blocked")) == [f"/report/{block}"]
    page = await open_page(f"/report/{contact}")
    assert page.one("h1").text == "Report Ada Okafor"


async def test_a_report_is_sent_and_the_page_says_so(
    hall: Hall, client: httpx.AsyncClient, open_page: Open, sign_in: SignIn
) -> None:
    await hall.scan("eli", "ben")
    await sign_in("ben")
    address = f"/report/{global_id('receipt', (await hall.contact('eli', 'ben')).id)}"

    answer = await client.post(address, data={"reason": "SPAM", "words": "Six offers", "block": "true"})
    again = await open_page(address)

    page = read(answer.text)
    assert answer.status_code == 200
    assert (
        "Your report is with those who look after the campus. Eli Marín is blocked."
        in page.one("main").one("p", role="status").text
    )
    assert "what you send now replaces it" in again.one("p", class_="notice").text
    assert page.all("input", name="block") == []


async def test_a_report_without_words_for_something_else_keeps_what_was_chosen(
    hall: Hall, client: httpx.AsyncClient, sign_in: SignIn
) -> None:
    await hall.scan("eli", "ben")
    await sign_in("ben")
    address = f"/report/{global_id('receipt', (await hall.contact('eli', 'ben')).id)}"

    answer = await client.post(address, data={"reason": "OTHER", "block": "true"})

    page = read(answer.text)
    assert answer.status_code == 422
    assert page.one(id="words-error").text == "Write what happened, since none of the reasons says it."
    checked = [field["value"] for field in page.one("main").all("input") if "checked" in field.attributes]
    assert checked == ["OTHER", "true"]


async def test_nobody_reports_from_what_is_anothers(hall: Hall, open_page: Open, sign_in: SignIn) -> None:
    await hall.scan("eli", "ben")
    await sign_in("ada")

    page = await open_page(f"/report/{global_id('receipt', (await hall.contact('eli', 'ben')).id)}", status=404)

    assert "Eli" not in page.text
