"""People check in themselves by the code on the projector."""

from at_the_door import Doors
from conftest import NOW, SignIn
from markup import read
from pages.conftest import Open

from server.doors.code import shown_code


async def test_check_in_by_a_button(doors: Doors, sign_in: SignIn, open_page: Open) -> None:
    shown = shown_code(doors.settings, doors.fair, NOW)
    address = shown.address.removeprefix("HTTP://HALLWAY.TEST")
    client = await sign_in("ada")

    page = await open_page(address)
    came_by_looking = await doors.came("ada")
    sent = await client.post(address, data=page.one("main").one("form").sends())
    after = await open_page(address.replace("/C/", "/c/"))

    assert (sent.status_code, came_by_looking) == (303, None)
    assert after.one("h1").text == "You are in."
    assert await doors.came("ada") == NOW


async def test_an_old_code_says_what_to_do(doors: Doors, sign_in: SignIn, open_page: Open) -> None:
    address = f"/C/{doors.fair.hex}/00000000"
    client = await sign_in("ada")

    refused = await client.post(address, data=(await open_page(address)).one("main").one("form").sends())

    assert refused.status_code == 422
    alert = read(refused.text).one("main").one(role="alert")
    assert "This code is not shown any more. Read the one that is on the screen now." in alert.text


async def test_no_event_and_nobody(doors: Doors, sign_in: SignIn, open_page: Open) -> None:
    await sign_in("ada")

    nothing = await open_page("/C/NOTHING/00000000", status=404)
    draft = await open_page(f"/C/{doors.campus.events['robot-night'].hex}/00000000", status=404)

    assert nothing.one("h1").text == draft.one("h1").text
