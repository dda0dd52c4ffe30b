"""The scanner says what happened in sound and vibration too, and works where there is no camera to be had."""

from collections.abc import Iterator

import pytest
from browser.chromium import arguments
from browser.given import NewContext
from browser.served import Served
from playwright.sync_api import Browser, Page, Playwright, expect

RECORDER = """
window.felt = [];
navigator.vibrate = (pattern) => window.felt.push(['vibrated', ...pattern]);
const Oscillator = window.OscillatorNode;
window.OscillatorNode = class extends Oscillator {
  constructor(context, options) { super(context, options); window.felt.push(['sounded', options.frequency]); }
};
"""
"""Writes down what the browser was asked to play; it still plays it."""


def type_as_scanner(page: Page, text: str) -> None:
    page.keyboard.type(text)
    page.keyboard.press("Enter")


@pytest.fixture
def scanner(page: Page, served: Served) -> Page:
    page.add_init_script(RECORDER)
    page.goto(served.sign_in_url("dana"))
    page.goto("/scan")
    return page


def test_answers_are_felt_and_heard(scanner: Page, served: Served) -> None:
    scanner.get_by_role("button", name="Sound", pressed=False).click()
    expect(scanner.get_by_role("button", name="Sound", pressed=True)).to_be_visible()

    type_as_scanner(scanner, served.badge("gus"))
    expect(scanner.locator(".result")).to_have_attribute("data-state", "saved")
    type_as_scanner(scanner, "https://tessel-bio.example/jobs/1")
    expect(scanner.locator(".result")).to_have_attribute("data-state", "unknown")

    assert scanner.evaluate("window.felt") == [["vibrated", 40], ["sounded", 880], ["vibrated", 120], ["sounded", 220]]


def test_answers_are_silent_until_somebody_wants_sound(scanner: Page) -> None:
    type_as_scanner(scanner, "https://tessel-bio.example/jobs/1")
    expect(scanner.locator(".result")).to_have_attribute("data-state", "unknown")

    assert scanner.evaluate("window.felt") == [["vibrated", 120]]


def test_without_a_camera_the_page_says_so(scanner: Page) -> None:
    scanner.get_by_role("button", name="Start the camera").click()

    expect(scanner.get_by_role("alert")).to_have_text("This device has no camera. Type the code, or use a photo.")
    expect(scanner.get_by_role("button", name="Start the camera")).to_be_visible()


@pytest.fixture(scope="module")
def elsewhere(playwright: Playwright, browser_program: str) -> Iterator[Browser]:
    """Reaches the server under a name that is not localhost, so that plain http gives no camera."""
    args = [*arguments(), "--host-resolver-rules=MAP hallway.test 127.0.0.1"]
    browser = playwright.chromium.launch(executable_path=browser_program, args=args)
    yield browser
    browser.close()


def test_over_plain_http_codes_are_typed(
    elsewhere: Browser, served: Served, watched: NewContext, expected: list[str]
) -> None:
    expected.append("Cross-Origin-Opener-Policy header has been ignored")
    address = served.base_url.replace("localhost", "hallway.test")
    page = watched(elsewhere, served, base_url=address).new_page()
    page.goto(served.sign_in_url("fay").replace(served.base_url, address))
    page.goto("/scan")

    expect(page.get_by_text("This browser gives no camera to this page.")).to_be_visible()
    page.get_by_label("Code under the square").fill(served.letters("gus"))
    page.get_by_role("button", name="Find the badge").click()

    expect(page.locator("[data-answers]")).to_contain_text(served.name("gus"))
    assert served.scans("fay")[0]["how"] == "TYPED"
