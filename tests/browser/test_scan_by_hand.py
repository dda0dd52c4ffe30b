"""Badges are scanned without the page's camera: typed, by hand-held scanner, from a photograph, by a phone's camera."""

from pathlib import Path
from typing import Any

import pytest
from browser.given import NewContext
from browser.served import Served
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from server.badges.qr import png


@pytest.fixture
def scanner(page: Page, served: Served) -> Page:
    """Ben's, at the fair."""
    page.goto(served.sign_in_url("ben"))
    page.goto(f"/scan?event={served.slug('fair')}")
    return page


def last_scan(served: Served, person: str) -> dict[str, Any]:
    scan = served.scans(person)[0]
    return {"name": scan["contact"]["name"], "how": scan["how"], "note": scan["note"]}


def test_type_a_code(scanner: Page, served: Served) -> None:
    letters = served.letters("chen")
    typed = " ".join(letters[at : at + 5] for at in range(0, 25, 5)).lower()
    scanner.get_by_role("link", name="Type a code").click()

    scanner.get_by_label("Code under the square").fill(typed)
    scanner.get_by_label("Note").fill("Asked about winters.")
    scanner.get_by_role("button", name="Find the badge").click()

    expect(scanner.locator("[data-answers]")).to_contain_text(served.name("chen"))
    expect(scanner.get_by_label("Code under the square")).to_have_value("")
    assert last_scan(served, "ben") == {"name": served.name("chen"), "how": "TYPED", "note": "Asked about winters."}


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("QR7K 5BM", "That is 7 of 25 characters. Look below the square on their badge."),
        ("{one wrong letter}", "One character is not as on the badge. Compare it with those below the square."),
        ("https://example.org", "This code opens an address at example.org. Nothing was saved."),
    ],
)
def test_type_a_wrong_code_is_told_at_once(scanner: Page, served: Served, typed: str, message: str) -> None:
    letters = served.letters("chen")
    wrong = typed.replace("{one wrong letter}", ("B" if letters[0] == "8" else "8") + letters[1:])
    sent: list[str] = []
    scanner.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    scanner.get_by_role("link", name="Type a code").click()

    scanner.get_by_label("Code under the square").fill(wrong)
    scanner.get_by_role("button", name="Find the badge").click()

    field = scanner.get_by_label("Code under the square")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(
        f"Twenty-five letters and digits. Spaces and small letters are fine. {message}"
    )
    assert sent == []


@pytest.mark.parametrize("focus", ["nowhere", "a field"])
def test_scan_with_a_handheld_scanner(scanner: Page, served: Served, focus: str) -> None:
    person = {"nowhere": "dana", "a field": "eli"}[focus]
    if focus == "a field":
        scanner.get_by_role("link", name="Type a code").click()
        scanner.get_by_label("Note").fill("Half a thought")

    scanner.keyboard.type(served.badge(person))
    scanner.keyboard.press("Enter")

    expect(scanner.locator("[data-answers]")).to_contain_text(served.name(person))
    assert last_scan(served, "ben") == {"name": served.name(person), "how": "HANDHELD", "note": None}
    if focus == "a field":
        expect(scanner.locator("#note")).to_have_value("Half a thought")


def test_scan_a_photograph(scanner: Page, served: Served, tmp_path: Path) -> None:
    photo = tmp_path / "badge.png"
    photo.write_bytes(png(served.badge("fay"), scale=8))
    scanner.get_by_role("link", name="Use a photo").click()

    scanner.get_by_label("Photo of the badge").set_input_files(photo)
    scanner.get_by_role("button", name="Read the photo").click()

    expect(scanner.locator("[data-answers]")).to_contain_text(served.name("fay"))
    assert last_scan(served, "ben") == {"name": served.name("fay"), "how": "PHOTO", "note": None}


def test_scan_a_photograph_of_something_else(scanner: Page, served: Served, tmp_path: Path) -> None:
    before = served.scans("ben")
    photo = tmp_path / "wall.png"
    Image.new("RGB", (320, 240), "grey").save(photo)
    scanner.get_by_role("link", name="Use a photo").click()

    scanner.get_by_label("Photo of the badge").set_input_files(photo)
    scanner.get_by_role("button", name="Read the photo").click()

    expect(scanner.locator("[data-answers]")).to_contain_text("No code in the picture")
    assert served.scans("ben") == before


def test_scan_by_the_camera_of_a_phone(page: Page, served: Served) -> None:
    page.goto(served.sign_in_url("gus"))
    path = served.badge("chen").partition("/B/")[2]

    page.goto(f"/B/{path}")
    expect(page.get_by_role("heading", level=1)).to_have_text(served.name("chen"))
    before = served.scans("gus")
    page.get_by_role("button", name="Save to my contacts").click()

    page.wait_for_url("**/contacts/*")
    expect(page.get_by_role("heading", level=1)).to_have_text(served.name("chen"))
    assert last_scan(served, "gus") == {"name": served.name("chen"), "how": "LINK", "note": None}
    assert len(served.scans("gus")) == len(before) + 1


def test_type_a_code_without_script(browser: Browser, served: Served, watched: NewContext) -> None:
    page = watched(browser, served, java_script_enabled=False).new_page()
    page.goto(served.sign_in_url("eli"))
    page.goto("/scan")

    page.get_by_label("Code under the square").fill(served.letters("ada").lower())
    page.get_by_role("button", name="Find the badge").click()

    expect(page.locator("[data-answers]")).to_contain_text(served.name("ada"))
    assert last_scan(served, "eli") == {"name": served.name("ada"), "how": "TYPED", "note": None}


def test_type_a_wrong_code_without_script(
    browser: Browser, served: Served, watched: NewContext, expected: list[str]
) -> None:
    expected.append("422 (Unprocessable")
    page = watched(browser, served, java_script_enabled=False).new_page()
    page.goto(served.sign_in_url("eli"))
    page.goto("/scan")

    page.get_by_label("Code under the square").fill("QR7K 5BM")
    page.get_by_role("button", name="Find the badge").click()

    expect(page.get_by_text("That is 7 of 25 characters.").first).to_be_visible()
    expect(page.get_by_label("Code under the square")).to_have_value("QR7K 5BM")


def test_a_scan_without_network_waits_in_the_page_and_is_sent_by_itself(
    scanner: Page, served: Served, expected: list[str]
) -> None:
    expected.append("ERR_INTERNET_DISCONNECTED")
    letters = served.letters("gus")
    before = served.scans("ben")
    scanner.get_by_role("link", name="Type a code").click()

    scanner.context.set_offline(True)
    scanner.get_by_label("Code under the square").fill(letters)
    scanner.get_by_role("button", name="Find the badge").click()

    expect(scanner.locator("[data-answers] .result")).to_have_attribute("data-state", "offline")
    expect(scanner.locator("[data-queue]")).to_contain_text("1 to send, since")
    expect(scanner.locator("[data-waiting]")).to_contain_text(f"A badge ending {letters[-5:]}")
    assert served.scans("ben") == before

    scanner.context.set_offline(False)

    expect(scanner.locator("[data-answers]")).to_contain_text(served.name("gus"))
    expect(scanner.locator("[data-queue]")).to_be_hidden()
    assert len(served.scans("ben")) == len(before) + 1


def test_a_scan_whose_answer_was_lost_is_one_scan(scanner: Page, served: Served, expected: list[str]) -> None:
    expected.append("ERR_FAILED")
    before = served.scans("ben")
    scanner.route("**/graphql", lambda route: (route.fetch(), route.abort())[1], times=1)

    with scanner.expect_event("requestfailed"):  # by then the server has kept it
        scanner.keyboard.type(served.badge("ada"))
        scanner.keyboard.press("Enter")

    expect(scanner.locator("[data-queue]")).to_contain_text("1 to send, since")
    assert len(served.scans("ben")) == len(before) + 1
    scanner.evaluate("dispatchEvent(new Event('online'))")
    expect(scanner.locator("[data-answers]")).to_contain_text(served.name("ada"))
    assert len(served.scans("ben")) == len(before) + 1
