"""The answer takes a note and tags and is undone, by keys alone, with and without network; and is said once."""

from typing import Any

import pytest
from browser.chromium import QUIET
from browser.given import NewContext
from browser.served import Served
from playwright.sync_api import Page, Playwright, expect

from server.badges import token

NOTES = """{ viewer { contacts(first: 100) { nodes { name tags notes { text } } } } }"""

PULL_OUT = """async () => {
    const media = navigator.mediaDevices;
    const { enumerateDevices, getUserMedia } = media;
    const gone = document.querySelector('video').srcObject.getVideoTracks()[0].getSettings().deviceId;
    const left = (await media.enumerateDevices()).filter(({ deviceId }) => deviceId !== gone);
    const rest = { deviceId: { exact: left.find(({ kind }) => kind === 'videoinput').deviceId } };
    media.enumerateDevices = async () => left;
    media.getUserMedia = (wanted) => wanted.video.deviceId?.exact === gone
        ? Promise.reject(new OverconstrainedError('deviceId'))
        : getUserMedia.call(media, { video: rest });
    window.putBack = () => {
        Object.assign(media, { enumerateDevices, getUserMedia });
        media.dispatchEvent(new Event('devicechange'));
    };
    media.dispatchEvent(new Event('devicechange'));
}"""
"""What the browser answers when the camera that runs is pulled out."""


@pytest.fixture
def scanner(page: Page, served: Served) -> Page:
    """Eli's, at the fair."""
    page.goto(served.sign_in_url("eli"))
    page.goto(f"/scan?event={served.slug('fair')}")
    return page


def scan(page: Page, badge: str) -> None:
    page.keyboard.type(badge)
    page.keyboard.press("Enter")


def written(served: Served, name: str) -> tuple[list[str], list[str]] | None:
    """Eli's tags and notes about somebody; None without such a contact."""
    nodes: list[Any] = served.ask("eli", NOTES)["viewer"]["contacts"]["nodes"]
    return next(
        ((node["tags"], [note["text"] for note in node["notes"]]) for node in nodes if node["name"] == name), None
    )


def sent(page: Page) -> None:
    expect(page.locator("[data-queue]")).to_be_hidden()
    page.wait_for_timeout(300)
    expect(page.locator("[data-queue]")).to_be_hidden()


def test_write_tag_and_undo_by_keys(scanner: Page, served: Served) -> None:
    scan(scanner, served.printed_badge("viktor"))
    name = scanner.locator(".result .who").inner_text()

    scanner.keyboard.press("Alt+t")
    scanner.keyboard.type("Call back")
    scanner.keyboard.press("Enter")
    scanner.keyboard.press("Alt+n")
    scanner.keyboard.type("Knows grippers.")
    scan(scanner, served.printed_badge("wei"))  # while a note is written, the card stays
    expect(scanner.locator(".scan-lines li")).to_have_count(1)
    expect(scanner.get_by_placeholder("Note, for your eyes only")).to_have_value("Knows grippers.")
    expect(scanner.locator(".result .who")).to_have_text(name)
    scanner.keyboard.press("Escape")
    other = scanner.locator(".scan-lines b").inner_text()
    scanner.locator(".scan-lines button").press("Enter")  # what was typed is kept by itself
    expect(scanner.locator(".result .who")).to_have_text(other)
    sent(scanner)
    assert (written(served, name), written(served, other)) == ((["Call back"], ["Knows grippers."]), ([], []))

    scanner.keyboard.press("Alt+u")
    expect(scanner.locator(".result")).to_have_attribute("data-state", "undone")
    sent(scanner)
    assert written(served, other) is None
    said = scanner.locator("[data-said] p").all_inner_texts()
    assert [text.split(".")[0] for text in said] == ["Saved", "Saved", "Undone"]


def test_answers_without_network_have_names_notes_and_undo(scanner: Page, served: Served, expected: list[str]) -> None:
    expected.append("ERR_INTERNET_DISCONNECTED")
    scan(scanner, served.printed_badge("margarethe"))
    name = scanner.locator(".result .who").inner_text()
    sent(scanner)
    scanner.reload()  # a minute later it would be another meeting; a new page knows no minute
    card = scanner.locator(".result")

    scanner.context.set_offline(True)
    scan(scanner, served.printed_badge("margarethe"))
    expect(card).to_have_attribute("data-state", "offline")
    expect(card).to_contain_text("You met at Engineering Career Fair, today at")
    expect(card.locator(".who")).to_have_text(name)
    scanner.get_by_placeholder("Note, for your eyes only").fill("Again.")
    scanner.get_by_role("button", name="Keep and scan the next").click()
    scan(scanner, served.printed_badge("desmond"))
    expect(scanner.locator(".scan-lines li")).to_have_count(1)
    scanner.get_by_role("button", name="Undo").click()
    expect(scanner.locator("[data-queue]")).to_contain_text("4 to send")
    expect(scanner.get_by_text("All sent")).to_be_hidden()
    scanner.context.set_offline(False)

    sent(scanner)
    expect(scanner.get_by_role("status").filter(has_text="All sent")).to_be_visible()
    assert written(served, name) == ([], ["Again."])
    expect(card).to_have_attribute("data-state", "undone")
    names = [one["contact"] for one in served.scans("eli")[:3]]
    assert names.count(None) == 1  # Desmond's scan is a fact, and nobody's contact


def test_what_was_not_saved_is_kept_as_a_note_and_an_address_is_read_before_it_is_opened(
    scanner: Page, served: Served
) -> None:
    before = served.scans("eli")
    card = scanner.locator("[data-card]")

    scan(scanner, "HTTPS://TESSEL-BIO.EXAMPLE/JOBS/1")
    expect(card).to_contain_text("This code opens an address at tessel-bio.example. Nothing was saved.")
    expect(card.get_by_role("link")).to_have_count(0)
    expect(card.get_by_role("button", name="Keep as a note")).to_have_count(0)  # there is nothing of it to keep
    card.get_by_role("button", name="Show the address").press("Enter")
    address = "https://tessel-bio.example/JOBS/1"
    expect(card.get_by_text(address, exact=True)).to_be_focused()
    link = card.get_by_role("link", name="Open it")
    assert [link.get_attribute(name) for name in ("href", "target", "rel")] == [
        address,
        "_blank",
        "noopener noreferrer",
    ]

    scan(scanner, token.write(bytes(token.TOKEN_OCTETS)))
    expect(card).to_contain_text("Not a badge of this campus")
    card.get_by_role("button", name="Keep as a note").press("Enter")
    scanner.keyboard.type("Green jacket, robots.")
    scan(scanner, "https://elsewhere.example/another/code")  # the card stays while it is written
    card.get_by_role("button", name="Keep", exact=True).press("Enter")
    expect(card.locator(".mine")).to_have_text("Green jacket, robots.")
    expect(scanner.locator("[data-not-taken] .mine")).to_have_text("Green jacket, robots.")
    scanner.reload()
    expect(scanner.locator("[data-not-taken] .mine")).to_have_text("Green jacket, robots.")

    assert len(scanner.context.pages) == 1
    assert served.scans("eli") == before
    expect(scanner.get_by_text("All sent")).to_be_hidden()  # this page sent nothing


def test_cameras_are_chosen_lit_and_zoomed(
    playwright: Playwright, browser_program: str, served: Served, watched: NewContext
) -> None:
    fake = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream=device-count=2")
    browser = playwright.chromium.launch(executable_path=browser_program, args=[*QUIET, *fake])
    page = watched(browser, served, permissions=["camera"]).new_page()
    page.add_init_script("""
        window.asked = [];
        MediaStreamTrack.prototype.getCapabilities = () => ({ torch: true, zoom: { min: 1, max: 4, step: 0.5 } });
        MediaStreamTrack.prototype.applyConstraints = async ({ advanced }) => void asked.push(...advanced);
    """)
    page.goto(served.sign_in_url("eli"))
    page.goto("/scan")
    page.get_by_role("button", name="Start the camera").click()
    camera = page.get_by_role("combobox", name="Camera")
    expect(camera.locator("option")).to_have_count(2)

    page.get_by_role("button", name="Light", pressed=False).click()
    page.get_by_role("slider", name="Zoom").fill("2.5")
    assert page.evaluate("asked") == [{"torch": True}, {"zoom": 2.5}]
    other = camera.locator("option:not(:checked)").inner_text()
    camera.select_option(label=other)
    expect(page.get_by_role("combobox", name="Camera").locator("option:checked")).to_have_text(other)
    page.reload()
    page.get_by_role("button", name="Start the camera").click()

    expect(page.get_by_role("combobox", name="Camera").locator("option:checked")).to_have_text(other)

    # It is pulled out, which this one does not say itself; then plugged in again.
    page.evaluate(PULL_OUT)
    expect(camera).to_have_count(0)  # there is one only
    expect(page.locator("video")).to_be_visible()
    label = "document.querySelector('video').srcObject.getVideoTracks()[0].label"
    assert page.evaluate(label) not in (None, other)
    page.evaluate("putBack()")
    expect(camera.locator("option")).to_have_count(2)
    camera.select_option(label=other)
    expect(camera.locator("option:checked")).to_have_text(other)
    browser.close()
