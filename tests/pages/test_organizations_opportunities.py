"""An organization's recruiters post what it offers, and everybody reads it."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from conftest import SignIn
from markup import Element, read

Open: TypeAlias = Callable[..., Awaitable[Element]]
ADDRESS = "/organizations/halden-robotics/opportunities"


async def test_post_one_and_take_it_down(sign_in: SignIn, open_page: Open) -> None:
    client = await sign_in("dana")
    page = await open_page(ADDRESS)
    form = next(form for form in page.all("form") if form.all("input", value="PostOpportunity"))
    hidden = {field["name"]: field["value"] for field in form.all("input") if field.attributes.get("type") == "hidden"}
    said = hidden | {"title": "Controls co-op", "kind": "CO_OP", "closesOn": "2026-12-01"}

    faulty = await client.post(ADDRESS, data=said | {"url": "halden.example", "closesOn": "2026-09-22"})
    posted = await client.post(ADDRESS, data=said)

    assert (faulty.status_code, posted.status_code) == (422, 303)
    assert len(read(faulty.text).all("p", class_="error")) == 2
    shown = await open_page("/organizations/halden-robotics")
    offered = next(one for one in shown.all("section") if one.texts("h2") == ["Open positions"])
    assert offered.texts("h3") == ["Controls co-op"]
    assert "Until 1 December 2026" in offered.text
    down = next(form for form in (await open_page(ADDRESS)).all("form") if form.all("input", value="CloseOpportunity"))
    await client.post(ADDRESS, data={field["name"]: field["value"] for field in down.all("input")})
    assert "Controls co-op" not in (await client.get("/organizations/halden-robotics")).text


async def test_post_for_another_organization(sign_in: SignIn) -> None:
    client = await sign_in("ada")

    answer = await client.get(ADDRESS)

    assert answer.status_code == 404
