"""A door and its organizer in two browsers: who is let in at one is counted at the other at once."""

from typing import Any

import pytest
from browser.given import Axe, NewContext
from browser.served import Served
from browser.test_look import stand
from playwright.sync_api import Browser, Page, expect

LET_IN = "mutation ($input: CheckInInput!) { result: checkIn(input: $input) { __typename } }"
OPEN = "mutation ($input: OpenStationInput!) { result: openStation(input: $input) { ... on StationSuccess { id } } }"


@pytest.fixture(params=["served", "served_by_postgresql"])
def hall(request: pytest.FixtureRequest) -> Served:
    served: Served = request.getfixturevalue(request.param)
    return served


def opened(served: Served, name: str) -> str:
    """A door of the fair that lets anybody in."""
    fair = served.ask("gus", f'{{ event(slug: "{served.slug("fair")}") {{ id }} }}')["event"]["id"]
    door = {"event": fair, "name": name, "letsInAnyway": True}
    return str(served.ask("gus", OPEN, input=door)["result"]["id"])


def let_in(served: Served, door: str, who: str) -> Any:
    """Through the API, by a program of Fay's."""
    return served.ask("fay", LET_IN, input={"station": door, "code": served.letters(who), "anyway": True})


def signed_in(served: Served, context: Any, person: str) -> Page:
    page: Page = context.new_page()
    page.goto(served.sign_in_url(person))
    return page


def test_every_open_page_counts_within_a_second(hall: Served, browser: Browser, watched: NewContext) -> None:
    door, fair = opened(hall, "North door"), hall.slug("fair")
    pages = []
    for person, path in (
        ("gus", f"/events/{fair}/doors"),
        ("gus", f"/events/{fair}/attendees"),
        ("fay", f"/doors/{door}"),
    ):
        page = signed_in(hall, watched(browser, hall), person)
        with page.expect_websocket():
            page.goto(path)
        page.wait_for_timeout(800)  # until what is said of the page's beginning was heard
        pages.append(page)
    before = int(pages[0].locator("[data-count=came]").first.inner_text())

    let_in(hall, door, "ben")

    for page in pages:
        expect(page.locator("[data-count=came]").first).to_have_text(str(before + 1), timeout=1_000)
    expect(pages[2].locator(".last b").first).to_have_text(hall.name("ben"), timeout=6_000)


@pytest.mark.parametrize("width", [360, 1280])
def test_look_at_doors(served: Served, browser: Browser, watched: NewContext, axe: Axe, width: int) -> None:
    size = {"width": width, "height": 800}
    context = watched(browser, served, viewport=size, color_scheme="light", bypass_csp=True)
    door, fair = opened(served, f"Door {width}"), served.slug("fair")
    let_in(served, door, "chen")
    page = signed_in(served, context, "gus")

    addresses = (f"/events/{fair}/doors", f"/events/{fair}/self-check-in", f"/doors/{door}?q=a")
    faults = [fault for address in addresses for fault in stand(page, axe, address)]
    page.goto(f"/events/{fair}/self-check-in")
    code = page.locator("[data-code] .code").inner_text()
    page.goto(f"/events/{fair}/doors")
    page.get_by_text("Change Door", exact=False).first.click()
    page.get_by_role("button", name=f"Make a link for Door {width}").click()
    link = page.locator("#link").input_value()
    faults += stand(page, axe, link)
    page.get_by_role("button", name="Stand here as").click()

    assert faults == []
    assert len("".join(code.removeprefix("Code").split())) == 8
    expect(page.locator("h1")).to_have_text(f"Door {width}")


def test_a_door_lets_in_without_network(
    served: Served, browser: Browser, watched: NewContext, expected: list[str]
) -> None:
    expected.append("ERR_INTERNET_DISCONNECTED")
    context = watched(browser, served, bypass_csp=True)
    door = opened(served, "South door")
    page = signed_in(served, context, "fay")
    with page.expect_response(lambda response: "/roster?" in response.url):
        page.goto(f"/scan?station={door}")
    page.wait_for_timeout(1_000)  # until the list is on the disk
    beside = context.new_page()
    beside.goto(f"/doors/{door}")
    waits = beside.locator("[data-unsent-at]")
    expect(waits).to_be_hidden()
    title, who = page.locator(".result .answer span"), page.locator(".result .who")

    reads(page, served.letters("eli"))
    expect(title).to_have_text("Come in")
    expect(who).to_have_text(served.name("eli"))
    context.set_offline(True)
    page.wait_for_timeout(1_000)
    reads(page, served.letters("ada"))
    expect(who).to_have_text(served.name("ada"))
    expect(title).to_have_text("Come in")
    expect(page.locator(".result")).to_have_attribute("data-state", "offline")
    reads(page, served.printed_badge("bruno").rpartition("/")[2])
    expect(who).to_have_text("Bruno Keller")
    page.locator(".result").get_by_role("button", name="Undo").first.click()
    expect(title).to_have_text("Undone")
    expect(waits).to_have_text("2 to send")  # and what was undone is no scan
    context.set_offline(False)

    expect(page.locator(f"[data-door={door}]")).to_have_text("2", timeout=15_000)
    expect(page.get_by_text("All sent")).to_be_visible()
    expect(waits).to_be_hidden()
    came = served.ask("fay", f'{{ doorStation(id: "{door}") {{ arrivals {{ name }} }} }}')["doorStation"]["arrivals"]
    assert [one["name"] for one in came] == [served.name("ada"), served.name("eli")]


def test_somebody_without_a_badge_has_one_in_hand_after_one_field(
    served: Served, browser: Browser, watched: NewContext
) -> None:
    """From the door to the paper: a press, a name, a press, a press. In seconds it takes as long as typing does."""
    page = signed_in(served, watched(browser, served), "fay")
    page.goto(f"/doors/{opened(served, 'Walk-in door')}")

    page.get_by_role("link", name="Register somebody").click()
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    page.keyboard.type("Rosalind Ekwueme", delay=120)
    page.keyboard.press("Enter")
    with page.expect_download() as paper:
        page.get_by_role("link", name="Print the badge").click()
    pdf = paper.value.path().read_bytes()

    assert pdf.startswith(b"%PDF")
    expect(page.locator("article.badge .name")).to_have_text("Rosalind Ekwueme")
    assert page.locator("main input:required").count() == 1


def reads(page: Page, letters: str) -> None:
    """A hand-held scanner types a badge's letters."""
    page.keyboard.type(letters, delay=5)
    page.keyboard.press("Enter")
