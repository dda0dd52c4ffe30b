"""Two people in two browsers: one scans, and the other's page says so at once."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from browser.given import Axe, NewContext
from browser.served import Served
from playwright.sync_api import Browser, Locator, Page, WebSocket, expect

from server.keys import new_key

SCAN = """mutation ($input: ScanBadgeInput!) { result: scanBadge(input: $input) { __typename } }"""

OpenPage = Callable[..., Page]


@pytest.fixture(params=["served", "served_by_postgresql"])
def hall(request: pytest.FixtureRequest) -> Served:
    served: Served = request.getfixturevalue(request.param)
    return served


@pytest.fixture
def open_page(browser: Browser, watched: NewContext) -> OpenPage:
    """Opens a page as one of the cast, which listens by then; as nobody with None."""

    def run(served: Served, person: str | None, path: str = "/", **options: Any) -> Page:
        page = watched(browser, served, **options).new_page()
        if person:
            page.goto(served.sign_in_url(person))
        listening(page, path)
        return page

    return run


def listening(page: Page, path: str) -> None:
    """Open `path`, and wait until it listens, where it does."""
    acknowledged: list[str | bytes] = []

    def heard(frame: str | bytes) -> None:
        acknowledged.append(frame)

    page.on("websocket", lambda socket: socket.on("framereceived", heard))
    page.goto(path)
    if page.locator("[data-live]").count():
        for _ in range(200):
            if acknowledged:
                break
            page.wait_for_timeout(50)
        page.wait_for_timeout(300)  # the subscription begins right after


def scan(served: Served, scanner: str, scanned: str) -> None:
    """Through the API, by a program of theirs."""
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    input_ = {"id": str(new_key()), "code": served.letters(scanned), "scannedAt": now, "how": "TYPED"}
    assert served.ask(scanner, SCAN, input=input_)["result"]["__typename"] == "ScanBadgeSuccess"


def told(page: Page) -> Locator:
    return page.locator("[data-live] .notice")


def test_scan_by_typed_code_is_said_on_the_other_ones_page(hall: Served, open_page: OpenPage) -> None:
    chens, bens = open_page(hall, "chen", "/scan"), open_page(hall, "ben", "/organizations")

    chens.get_by_role("link", name="Type a code").click()
    chens.get_by_label("Code under the square").fill(hall.letters("ben"))
    chens.get_by_role("button", name="Find the badge").click()

    expect(chens.locator("[data-answers]")).to_contain_text(hall.name("ben"))
    expect(told(bens)).to_have_text(
        re.compile(
            r"^Chen Meiling 陳美玲 scanned your badge at \d\d:\d\d\. Open the contact See who has your cardHide$"
        ),
        timeout=3_000,
    )
    expect(told(chens)).to_have_count(0)
    told(bens).get_by_role("link", name="Open the contact").click()
    expect(bens.get_by_role("heading", level=1)).to_contain_text("Chen Meiling")
    expect(told(bens)).to_have_count(0)


def test_scan_is_said_once_and_can_be_hidden(served: Served, open_page: OpenPage) -> None:
    page = open_page(served, "dana", "/")
    scan(served, "eli", "dana")
    expect(told(page)).to_have_count(1)

    told(page).get_by_role("button", name="Hide").click()
    listening(page, "/contacts")
    page.wait_for_timeout(500)

    expect(told(page)).to_have_count(0)


def test_scan_while_the_page_was_away_is_said_when_it_is_back(
    served: Served, open_page: OpenPage, expected: list[str]
) -> None:
    expected.append("ERR_INTERNET_DISCONNECTED")
    page = open_page(served, "fay", "/")
    page.context.set_offline(True)
    page.evaluate("dispatchEvent(new Event('online'))")  # what was open is closed, and can't be opened
    page.wait_for_timeout(300)
    scan(served, "gus", "fay")
    page.wait_for_timeout(500)
    assert told(page).count() == 0

    page.context.set_offline(False)

    expect(told(page)).to_have_count(1)


def test_page_of_nobody_opens_no_connection(served: Served, open_page: OpenPage) -> None:
    opened: list[WebSocket] = []
    page = open_page(served, None, "/")

    def note(socket: WebSocket) -> None:
        opened.append(socket)

    page.on("websocket", note)
    page.reload()
    page.wait_for_timeout(1_000)

    assert (opened, page.locator("[data-live]").count()) == ([], 0)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_notice_has_no_barriers_and_fits(served: Served, open_page: OpenPage, axe: Axe, theme: str, width: int) -> None:
    page = open_page(served, "ada", "/", viewport={"width": width, "height": 6000}, color_scheme=theme, bypass_csp=True)
    scan(served, "ben", "ada")
    expect(told(page)).to_have_count(1)

    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
