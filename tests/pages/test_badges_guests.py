"""Organizers bring guests in by a page: they look first, say which column is what, and then bring them in."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from conftest import SignIn
from markup import Element, read

Open: TypeAlias = Callable[..., Awaitable[Element]]

FAIR = "/events/engineering-career-fair"


async def test_file_is_looked_at_mapped_and_brought_in(sign_in: SignIn, open_page: Open) -> None:
    client = await sign_in("gus")
    form = (await open_page(f"{FAIR}/guests")).one("form", enctype="multipart/form-data")

    files = {"file": ("guests.csv", b"person,mail\nRosa Lind,rosa@lind.example\nOle,ole\n", "text/csv")}
    looked = read((await client.post(f"{FAIR}/guests", data=form.sends(), files=files)).text)
    mapping = looked.one("main").all("form")[0].sends() | {"operation": "PreviewGuests", "columns.name": "person"}
    mapped = read((await client.post(f"{FAIR}/guests", data=mapping)).text)
    bring = mapped.one("main").all("form")[0].sends() | {"operation": "BringGuests"}
    brought = await client.post(f"{FAIR}/guests", data=bring)
    badges = await open_page(brought.headers["location"])

    assert looked.one("main").one("p", role="status").text == "No column is known to hold names. Choose it below."
    assert mapped.one("main").one("p", role="status").text == "1 guest is new, 1 line is left out."
    assert "Line 3. There is no @ in it. Write it as name@example.org." in mapped.one("main").text
    assert brought.status_code == 303
    assert badges.one("main").one("p", role="status").text == "1 guest is in, each with a badge."
    assert badges.one("ul", class_="rows").texts("h3") == ["Rosa Lind"]
    assert "Guest" in badges.one("ul", class_="rows").texts(class_="flag")


async def test_what_was_pasted_stays_where_it_is_no_table(sign_in: SignIn, open_page: Open) -> None:
    client = await sign_in("gus")
    form = (await open_page(f"{FAIR}/guests")).one("form", enctype="multipart/form-data")

    empty = await client.post(f"{FAIR}/guests", data=form.sends() | {"text": ""}, files={"none": b""})

    assert empty.status_code == 422
    assert read(empty.text).one(id="file-error").text.startswith("Choose a table, or paste one")


async def test_door_is_told_who_brings_guests_in(sign_in: SignIn, open_page: Open) -> None:
    await sign_in("fay")

    page = await open_page(f"{FAIR}/guests")

    assert page.one(class_="empty").text.startswith("Its organizers bring guests in.")
