"""The scanner can be used by everybody: in every state, on a narrow phone and a wide screen."""

from collections.abc import Callable

import pytest
from browser.given import Axe, NewContext
from browser.served import Served
from playwright.sync_api import Browser, Page


@pytest.fixture(params=[320, 1280])
def scanner(request: pytest.FixtureRequest, browser: Browser, served: Served, watched: NewContext) -> Page:
    """Ada's, on a narrow phone and on a wide screen."""
    size = {"width": request.param, "height": 900}
    page = watched(browser, served, bypass_csp=True, viewport=size, reduced_motion="reduce").new_page()
    page.goto(served.sign_in_url("ada"))
    page.goto("/scan")
    return page


def waits_for_a_badge(page: Page) -> None:
    page.get_by_role("button", name="Start the camera").wait_for()


def answered(page: Page) -> None:
    page.keyboard.type("HTTPS://TESSEL-BIO.EXAMPLE/JOBS/" + "1" * 60)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Show the address").click()
    page.get_by_role("link", name="Open it").wait_for()


def refuses_a_typed_code(page: Page) -> None:
    page.get_by_role("link", name="Type a code").click()
    page.get_by_label("Code under the square").fill("QR7K 5BM")
    page.get_by_role("button", name="Find the badge").click()
    page.locator("#code-error").wait_for()


def asks_for_a_photograph(page: Page) -> None:
    page.get_by_role("link", name="Use a photo").click()


@pytest.mark.parametrize("state", [waits_for_a_badge, answered, refuses_a_typed_code, asks_for_a_photograph])
def test_scanner_has_no_barriers(scanner: Page, axe: Axe, state: Callable[[Page], None]) -> None:
    state(scanner)

    assert axe(scanner) == []
    assert scanner.evaluate("document.documentElement.scrollWidth - innerWidth") == 0


def test_answer_with_note_and_tags_has_no_barriers(scanner: Page, served: Served, axe: Axe) -> None:
    scanner.keyboard.type(served.printed_badge("imogen"))
    scanner.keyboard.press("Enter")
    scanner.get_by_role("button", name="New tag").click()
    scanner.keyboard.type("Co-op")
    scanner.keyboard.press("Enter")
    scanner.get_by_text("Keys and other ways").click()

    assert axe(scanner) == []
    assert scanner.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
