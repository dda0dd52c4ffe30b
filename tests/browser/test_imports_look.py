"""An officer imports from a file and from an address, in light and in dark, on a phone and on a desk."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.given import Axe, NewContext
from browser.served import Served
from browser.test_look import stand
from imports.brought import calendar, vevent
from imports.elsewhere import elsewhere
from playwright.sync_api import Browser, Page

PAGE = "/organizations/robotics-club/import"
ODD = "BEGIN:VEVENT\r\nUID:odd\r\nDTSTART;TZID=Club time:20271005T180000\r\nSUMMARY:Odd\r\nEND:VEVENT\r\n"
FLOATING = vevent("SUMMARY:Tea", uid="tea", start="20271007T180000")
NOWHEN = "BEGIN:VEVENT\r\nSUMMARY:Sometime\r\nEND:VEVENT\r\n"
TABLE = b"What,Day,At,Where,Remarks\nTea,3/4/2027,18:00,Hall 2,Bring a cup and a friend\nWalk,5/4/2027,,,\n"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, browser_program: str) -> Iterator[Served]:
    """Hallway where organizers may import from this machine."""
    folder = tmp_path_factory.mktemp("served")
    served = Served(folder, f"sqlite:///{folder / 'hallway.sqlite3'}", HALLWAY_PRIVATE_CALENDARS="1")
    yield served
    served.stop()


def choose(page: Page, folder: Path, name: str, octets: bytes) -> None:
    """Upload a file; its preview is shown."""
    (folder / name).write_bytes(octets)
    page.goto(PAGE)
    page.set_input_files("#file", folder / name)
    page.get_by_role("button", name="Look what is in it").click()
    page.wait_for_url("**?draft=*")


@pytest.mark.parametrize(("width", "theme"), [(320, "light"), (1280, "dark")])
def test_look_at_imports(
    browser: Browser, served: Served, watched: NewContext, axe: Axe, tmp_path: Path, width: int, theme: str
) -> None:
    size = {"width": width, "height": 800}
    page = watched(browser, served, viewport=size, color_scheme=theme, bypass_csp=True).new_page()
    page.goto(served.sign_in_url("eli"))
    faults = stand(page, axe, PAGE)

    choose(page, tmp_path, "club.csv", TABLE)
    faults += stand(page, axe, page.url)
    choose(
        page, tmp_path, "club.ics", calendar(ODD, FLOATING, NOWHEN, vevent(f"SUMMARY:Walk in the {theme}", uid=theme))
    )
    faults += stand(page, axe, page.url)
    page.locator("#import button").click()
    page.get_by_text("refused.").wait_for()
    faults += stand(page, axe, page.url)
    with elsewhere() as there:
        far = vevent(f"SUMMARY:Far in the {theme}", uid=f"far {theme}", start="20271008T220000Z")
        there.octets = calendar(far, ODD)
        page.goto(PAGE)
        page.fill("#address", there.url)
        page.get_by_role("button", name="Look what is there").click()
        page.wait_for_url("**?draft=*")
        page.locator("#import button").click()
        page.get_by_text("1 new").wait_for()
        there.octets = calendar(far, ODD, vevent(f"SUMMARY:Walk in the {theme}", uid=f"walk {theme}"))
        page.goto("/organizations/robotics-club/imports")
        page.get_by_role("button", name="Ask now").last.click()
        page.get_by_text("likely here already.").first.wait_for()
    faults += stand(page, axe, "/organizations/robotics-club/imports")

    assert page.get_by_role("heading", name="127.0.0.1/…/basic.ics").count() >= 1
    assert faults == []
