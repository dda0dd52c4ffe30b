"""Whoever has a door's link may stand there, once they say so."""

from at_the_door import Doors
from conftest import SignIn
from pages.conftest import Open

from server.actor import Member
from server.doors.link import make_link


async def test_stand_at_a_door_by_its_link(doors: Doors, sign_in: SignIn, open_page: Open) -> None:
    door = await doors.open()
    async with doors.database.write() as session:
        token = (await make_link(session, actor=Member(doors.campus.people["ruth"]), station_id=door)).token
    address = f"/doors/join/{token}"
    stranger = await open_page(address)
    client = await sign_in("ben")

    shown = await open_page(address)
    before = await client.get(f"/doors/station_{door.hex}")
    joined = await client.post(address, data=shown.one("main").one("form").sends())

    assert stranger.one("main").all("form") == []
    assert stranger.one("main").one("a", class_="go")["href"].startswith("/sign-in?next=")
    assert shown.one("h1").text == "East door"
    assert before.status_code == 404
    assert (joined.status_code, joined.headers["location"]) == (303, f"/doors/station_{door.hex}")
    assert (await open_page(f"/doors/station_{door.hex}")).one("h1").text == "East door"
