"""People keep a filter under a name, and open it by its address."""

import httpx
from conftest import SignIn
from markup import read


async def test_keep_a_filter_and_open_it_by_its_address(sign_in: SignIn) -> None:
    ada = await sign_in("ada")

    kept = await ada.post("/?kind=fair&campus=boston", data={"name": "Fairs in Boston"})
    page = read((await ada.get(kept.headers["location"])).text)

    assert kept.status_code == 303
    assert page.one("h1").text == "Fairs in Boston"
    assert [event.one("h3").text for event in page.all("li", class_="event")] == ["Engineering Career Fair"]
    mine = read((await ada.get("/for-you")).text)
    assert "Fairs in Boston" in [heading.text for heading in mine.all("h3")]


async def test_a_filter_without_a_name_says_so_and_keeps_what_was_chosen(sign_in: SignIn) -> None:
    ada = await sign_in("ada")

    refused = await ada.post("/?kind=fair", data={"name": "x" * 101})

    assert refused.status_code == 422
    assert "Name it in 1 to 100 characters." in refused.text
    assert read(refused.text).one("input", id="name")["aria-invalid"] == "true"


async def test_no_kept_filter_is_no_page(client: httpx.AsyncClient) -> None:
    assert (await client.get("/saved/0123456789abcdef")).status_code == 404


async def test_what_only_members_can_narrow_asks_strangers_to_sign_in(client: httpx.AsyncClient) -> None:
    assert (await client.get("/?followed=yes")).status_code == 401
