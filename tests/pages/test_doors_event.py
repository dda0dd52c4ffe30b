"""Organizers open doors, hand on their links, and see who came."""

from datetime import timedelta

from at_the_door import Doors
from conftest import NOW, SignIn
from markup import Element, read
from pages.conftest import Open

from server.keys import new_key

MINUTE = timedelta(minutes=1)
DOORS = "/events/engineering-career-fair/doors"


def form(page: Element, operation: str) -> Element:
    return next(f for f in page.all("form") if f.all("input", value=operation))


async def test_open_a_door_and_hand_on_its_link(sign_in: SignIn, open_page: Open, doors: Doors) -> None:
    client = await sign_in("gus")
    page = await open_page(DOORS)

    opened = await client.post(DOORS, data={**form(page, "OpenDoor").sends(), "name": "East door"})
    again = await client.post(DOORS, data={**form(page, "OpenDoor").sends(), "name": "east door"})
    page = await open_page(DOORS)
    made = read((await client.post(DOORS, data=form(page, "MakeLink").sends())).text)

    assert (opened.status_code, again.status_code) == (303, 422)
    assert "east door is open already. Give this one another name." in read(again.text).text
    assert page.one(class_="side").texts("h3") == ["East door"]
    assert made.one("input", id="link")["value"].startswith("http://hallway.test/doors/join/")
    [link] = [made.one("input", id="link")["value"]]
    withdrawn = await client.post(DOORS, data=form(made, "WithdrawLink").sends())
    assert withdrawn.status_code == 303
    assert (await open_page(link.removeprefix("http://hallway.test"))).one("h1").text == "This link doesn’t work."


async def test_see_who_came_how(sign_in: SignIn, open_page: Open, doors: Doors) -> None:
    east, west = await doors.open("East door"), await doors.open("West door")
    early = NOW - timedelta(minutes=20)
    await doors.send("fay", doors.sees(east, "ada", scanned_at=early), doors.sees(west, "ada", scanned_at=NOW - MINUTE))
    await doors.send("lena", doors.sees(west, "chen"))
    client = await sign_in("gus")

    page = await open_page(DOORS)
    file = await client.get("/events/engineering-career-fair/arrivals.csv")

    assert page.one(class_="live").text == "2"
    assert page.one("table").texts("td") == ["09:30", "1", "1", "09:45", "0", "1", "10:00", "1", "2"]
    assert "Ada Okafor" in page.text
    assert "East door at 09:40, then West door at 09:59" in page.text
    assert "Was not on the list. West door, 10:00" in page.text
    assert file.headers["content-type"] == "text/csv; charset=utf-8"
    assert file.text.count("Ada Okafor") == 2


async def test_a_volunteer_sees_numbers_and_changes_nothing(sign_in: SignIn, open_page: Open, doors: Doors) -> None:
    east, west = await doors.open("East door"), await doors.open("West door")
    await doors.send(
        "fay", doors.sees(east, "ada", scanned_at=NOW - 5 * MINUTE), doors.sees(west, "ada", scanned_at=NOW - MINUTE)
    )
    client = await sign_in("fay")

    page = await open_page(DOORS)
    refused = await client.post(DOORS, data={"operation": "CloseDoor", "station": f"station_{east.hex}"})

    assert page.one(class_="live").text == "1"
    assert "Ada" not in page.text
    assert page.one("main").all("form") == []
    assert (await client.get("/events/engineering-career-fair/arrivals.csv")).status_code == 404
    assert refused.status_code == 422
    assert "This isn't yours to change." in read(refused.text).text


async def test_others_find_no_doors(sign_in: SignIn, open_page: Open, doors: Doors) -> None:
    door = await doors.open()
    await sign_in("ada")

    pages = (
        DOORS,
        f"/doors/station_{door.hex}",
        f"/doors/station_{new_key().hex}",
        DOORS.replace("doors", "self-check-in"),
    )
    found = [(await open_page(address, status=404)).one("h1").text for address in pages]

    assert len(set(found)) == 1
