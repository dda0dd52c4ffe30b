"""Hallway opens without network after one visit, keeps what is done there, and gives it to nobody else."""

from collections.abc import Callable

import pytest
from browser.given import NewContext
from browser.served import Served
from playwright.sync_api import Browser, Page, Request, expect

OFFLINE = ["ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "Failed to fetch"]

ROSTERS = """async () => {
    const database = await new Promise((done) => {
        const request = indexedDB.open('hallway');
        request.onsuccess = () => done(request.result);
    });
    const counted = await new Promise((done) => {
        const request = database.transaction('rosters').objectStore('rosters').count();
        request.onsuccess = () => done(request.result);
    });
    database.close();
    return counted;
}"""


@pytest.fixture
def visit(browser: Browser, served: Served, watched: NewContext, expected: list[str]) -> Callable[[str], Page]:
    """One visit of the start page by one of the cast, long enough for a phone to take along what it needs."""
    expected.extend(OFFLINE)

    def visited(person: str) -> Page:
        page = watched(browser, served, service_workers="allow").new_page()
        page.goto(served.sign_in_url(person))
        takes_along(page)
        return page

    return visited


def takes_along(page: Page) -> None:
    """Until all pages are kept that open without network."""
    count = """async () => {
        const pages = (await caches.keys()).find((name) => name.startsWith('pages '));
        return pages ? (await (await caches.open(pages)).keys()).length : 0;
    }"""
    for _ in range(300):
        if page.evaluate(count) >= 5:
            return
        page.wait_for_timeout(100)
    pytest.fail("the pages were not kept")


def type_as_scanner(page: Page, text: str) -> None:
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def test_after_one_visit_it_opens_without_network_and_scans_are_sent_later(
    visit: Callable[[str], Page], served: Served
) -> None:
    page = visit("ada")
    page.goto("/contacts")
    card = page.locator("ul.rows a").first
    name = card.inner_text()
    card.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    opened = page.url
    before = served.scans("ada")

    page.context.set_offline(True)

    for path, heading in (("/badge", "My badge"), ("/agenda", "My agenda"), ("/contacts", "Contacts")):
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Radio Canada'), path
    page.goto(opened)
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.goto("/organizations")
    expect(page.get_by_text("There is no network now.")).to_be_visible()
    page.goto("/scan")
    type_as_scanner(page, served.badge("eli"))
    expect(page.locator(".result")).to_contain_text("Saved on this phone")
    page.reload()
    expect(page.locator("[data-queue]")).to_contain_text("1 to send, since")
    page.goto("/badge")
    expect(page.locator("[data-unsent]")).to_contain_text("1 to send, since")
    assert served.scans("ada") == before

    page.context.set_offline(False)

    expect(page.locator("[data-unsent]")).to_be_hidden()
    assert [scan["contact"]["name"] for scan in served.scans("ada")[: len(served.scans("ada")) - len(before)]] == [
        served.name("eli")
    ]


def test_pages_are_of_one_account_and_go_with_it(visit: Callable[[str], Page], served: Served) -> None:
    page = visit("ben")
    page.goto(served.sign_in_url("chen"))
    takes_along(page)

    page.context.set_offline(True)
    page.goto("/badge")
    expect(page.locator(".badge .name")).to_have_text(served.name("chen"))
    page.context.set_offline(False)
    page.goto("/agenda")
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()

    left = page.evaluate("""async () => [
        await caches.keys(), (await indexedDB.databases()).map(({ name }) => name),
        (await navigator.serviceWorker.getRegistrations()).length]""")
    assert left == [[], [], 0]
    page.context.set_offline(True)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        page.goto("/badge")


def test_signing_out_with_a_full_queue_warns_and_seals_it(
    visit: Callable[[str], Page], served: Served, expected: list[str]
) -> None:
    expected.append("Transition was aborted")  # Chromium's own, where the page that was left lost its kept styles
    page = visit("dana")
    before = len(served.scans("dana"))
    with page.expect_response("**/roster?**have=*"):
        page.goto(f"/scan?event={served.slug('fair')}")
    page.context.set_offline(True)
    type_as_scanner(page, served.badge("ada"))
    expect(page.locator(".result")).to_contain_text("Saved on this phone")
    page.goto("/agenda")
    assert page.evaluate(ROSTERS) == 1
    page.route("**/graphql", lambda route: route.abort())
    page.context.set_offline(False)

    page.locator("details.menu summary").click()
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("1 to send, since")
    page.get_by_role("button", name="Sign out all the same").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    page.unroute("**/graphql")
    page.goto(served.sign_in_url("fay"))
    page.goto("/on-this-phone")
    assert page.evaluate(ROSTERS) == 0

    expect(page.get_by_text("One more waits here for somebody else")).to_be_visible()
    assert (len(served.scans("dana")), "Ada" in page.content()) == (before, False)
    page.goto(served.sign_in_url("dana"))
    expect(page.locator("[data-unsent]")).to_be_hidden()
    page.goto("/on-this-phone")
    expect(page.get_by_text("Nothing waits here")).to_be_visible()
    assert len(served.scans("dana")) == before + 1


def test_what_is_not_taken_stays_until_it_is_dealt_with(visit: Callable[[str], Page], served: Served) -> None:
    page = visit("eli")
    page.goto("/scan")
    page.context.set_offline(True)
    for badge in (served.badge("ada"), served.badge("hana"), served.badge("eli")):
        type_as_scanner(page, badge)
        expect(page.locator("[data-waiting]")).to_contain_text(f"A badge ending {badge[-5:]}")
    page.context.set_offline(False)

    rows = page.locator("[data-not-taken] li")
    expect(rows).to_have_count(2)
    page.goto("/on-this-phone")
    expect(rows).to_have_count(2)
    own = rows.filter(has_text="This is your own badge.")
    own.get_by_role("button", name="Keep as a note").click()
    own.get_by_role("textbox").fill("Not mine: it was lent to me.")
    own.get_by_role("button", name="Keep", exact=True).click()
    expect(own.locator(".mine")).to_have_text("Not mine: it was lent to me.")
    rows.filter(has_not_text="This is your own badge.").get_by_role("button", name="Discard").click()
    expect(rows).to_have_count(1)
    page.reload()

    expect(rows).to_have_count(1)
    expect(rows.locator(".mine")).to_have_text("Not mine: it was lent to me.")


def test_the_scanner_costs_less_than_500_kb_the_first_time_and_nothing_the_second(
    browser: Browser, served: Served, watched: NewContext
) -> None:
    context = watched(browser, served, service_workers="allow")
    page = context.new_page()
    sizes: dict[str, int] = {}

    def count(request: Request) -> None:
        response = request.response()
        if response is not None and not response.from_service_worker:
            sizes[request.url] = sizes.get(request.url, 0) + request.sizes()["responseBodySize"]

    context.on("requestfinished", count)
    scanner = f"/scan?event={served.slug('fair')}"
    page.goto(f"{served.sign_in_url('fay')}?next={scanner}")
    takes_along(page)
    page.wait_for_timeout(300)

    others = ("/badge", "/agenda", "/contacts", "/on-this-phone", "/scan")  # pages that are taken along for later
    assert sum(size for url, size in sizes.items() if not url.endswith(others)) <= 480_000, sizes
    assert any("zxing_reader" in url for url in sizes)

    sizes.clear()
    page.goto(scanner)
    expect(page.get_by_role("button", name="Start the camera")).to_be_visible()
    page.wait_for_timeout(300)

    # What the browser's own cache of HTTP gives has no size. Of the roster it is asked what has changed.
    assert {url: size for url, size in sizes.items() if size > 0 and "/roster?" not in url} == {}
