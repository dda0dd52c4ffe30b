"""The projector shows a square and a code of this half minute."""

from at_the_door import Doors
from conftest import NOW, SignIn
from pages.conftest import Open

from server.doors.code import shown_code


async def test_the_projector_shows_the_code_of_now(doors: Doors, sign_in: SignIn, open_page: Open) -> None:
    await sign_in("fay")

    page = await open_page("/events/engineering-career-fair/self-check-in")

    code = shown_code(doors.settings, doors.fair, NOW).code
    assert page.one("svg", class_="qr")["aria-label"] == f"QR code to check in: {code}"
    assert page.one(class_="code").text.replace(" ", "") == f"Code{code}"
    assert page.one("meta", **{"http-equiv": "refresh"})["content"] == "10"
