"""Somebody shows their badge on a screen, by a code that is another one each time."""

from browser.given import NewContext
from browser.served import Served
from playwright.sync_api import Browser, Locator, Page, expect

from server.badges.decode import read_codes

OFFLINE = ["ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "Failed to fetch"]


def letters(page: Page) -> Locator:
    return page.locator("[data-letters]")


def test_each_look_at_the_badge_has_another_code_in_every_tab_and_without_network_the_last(
    browser: Browser, served: Served, watched: NewContext, expected: list[str]
) -> None:
    expected.extend([*OFFLINE, "ERR_NETWORK", "WebSocket"])
    context = watched(browser, served, service_workers="allow")
    page = context.new_page()
    page.goto(served.sign_in_url("hana"))
    page.goto("/badge")
    expect(page.locator("[data-kept]")).to_contain_text("Kept on this phone since")
    standing = served.letters("hana")
    page.get_by_text("If your code was copied").click()
    page.get_by_role("button", name="Take another code each time").click()
    page.wait_for_function("(old) => document.querySelector('[data-letters]').textContent != old", arg=spaced(standing))
    first = served.letters("hana")
    expect(letters(page)).to_have_text(spaced(first))

    fetched = context.request.get("/badge").text()

    assert spaced(first) in fetched  # fetching it is not asking
    assert served.letters("hana") == first

    other = context.new_page()
    other.goto("/badge")
    expect(letters(other)).not_to_have_text(spaced(first))
    second = served.letters("hana")
    expect(letters(other)).to_have_text(spaced(second))
    expect(letters(page)).to_have_text(spaced(second))
    assert len({standing, first, second}) == 3
    assert read_codes(page.locator("article.badge svg.qr").screenshot()) == [f"{served.base_url}/B/{second}".upper()]
    assert context.request.get(f"/B/{first}").status == 404

    kept_as(other, spaced(second))
    context.set_offline(True)
    other.goto("/badge")
    expect(other.locator("[data-last]")).to_be_visible()  # it has asked, and was not answered
    expect(letters(other)).to_have_text(spaced(second))

    context.set_offline(False)

    expect(letters(other)).not_to_have_text(spaced(second))
    expect(other.locator("[data-last]")).to_be_hidden()
    expect(letters(other)).to_have_text(spaced(served.letters("hana")))
    other.get_by_text("A fresh code each time").click()
    other.get_by_role("button", name="Keep one code from now on").click()
    expect(other.get_by_text("If your code was copied")).to_be_visible()


def kept_as(page: Page, code: str) -> None:
    """Until the page that opens without network has this code."""
    page.wait_for_function(
        "async (code) => (await (await caches.match(location.origin + '/badge'))?.text())?.includes(code)", arg=code
    )


def spaced(code: str) -> str:
    return " ".join(code[at : at + 5] for at in range(0, 25, 5))
