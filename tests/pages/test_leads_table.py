"""Organizers give booths from a table by a page: they look first, and then give them."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from conftest import SignIn
from markup import Element, read

Open: TypeAlias = Callable[..., Awaitable[Element]]

BOOTHS = "/events/engineering-career-fair/booths"


async def test_file_is_looked_at_and_its_booths_given(sign_in: SignIn, open_page: Open) -> None:
    client = await sign_in("gus")
    form = (await open_page(f"{BOOTHS}/table")).one("form", enctype="multipart/form-data")

    table = "exhibitor;stand;offers\nRobotics Club;Z1;Lathes\nHalden Robotics;B8;1 job\nNobody Ltd;Z2;\n"
    files = {"file": ("booths.csv", table.encode("cp1252"), "text/csv")}
    looked = read((await client.post(f"{BOOTHS}/table", data=form.sends(), files=files)).text).one("main")
    give = looked.all("form")[0].sends() | {"operation": "GiveBooths"}
    given = await client.post(f"{BOOTHS}/table", data=give)
    booths = await open_page(given.headers["location"])

    assert looked.one("p", role="status").text == "1 booth is new, 1 changed, 0 as before, 1 line is left out."
    assert "Line 4. No organization here is called “Nobody Ltd”." in looked.text
    assert "B8 Halden Robotics" in looked.texts("h3")
    assert "It was B7." in looked.text
    assert "Give 1 booth, change 1" in looked.text
    assert given.status_code == 303
    assert booths.one("main").one("p", role="status").text == "1 booth is given, 1 changed."
    assert "Z1 Robotics Club" in booths.one("ul", class_="rows").texts("h3")


async def test_columns_are_chosen_where_no_heading_says_what_they_hold(sign_in: SignIn, open_page: Open) -> None:
    client = await sign_in("gus")
    form = (await open_page(f"{BOOTHS}/table")).one("form", enctype="multipart/form-data")

    pasted = form.sends() | {"text": "who,where\nRobotics Club,Z1"}
    looked = read((await client.post(f"{BOOTHS}/table", data=pasted, files={"none": b""})).text).one("main")
    chosen = looked.all("form")[0].sends() | {"columns.organization": "who", "columns.label": "where"}
    again = read((await client.post(f"{BOOTHS}/table", data=chosen | {"operation": "PreviewBooths"})).text)

    assert looked.one("p", role="status").text == "No column is known to hold organizations. Choose it below."
    assert again.one("main").one("p", role="status").text == "1 booth is new, 0 changed, 0 as before."


async def test_nothing_at_all_is_said_beside_the_field(sign_in: SignIn, open_page: Open) -> None:
    client = await sign_in("gus")
    form = (await open_page(f"{BOOTHS}/table")).one("form", enctype="multipart/form-data")

    empty = await client.post(f"{BOOTHS}/table", data=form.sends() | {"text": ""}, files={"none": b""})

    assert empty.status_code == 422
    assert read(empty.text).one(id="file-error").text.startswith("Choose a table, or paste one")
