"""Squares of ours that are no badge are told as what they are, also without network, and sent where that helps."""

from browser.served import Served
from playwright.sync_api import Page, expect

PROJECTED = "query ($slug: String!) { event(slug: $slug) { id } selfCheckInCode(slug: $slug) { code } }"
CAME = "query ($place: String!) { eventToCheckIn(place: $place) { cameAt } }"


def reads(page: Page, square: str) -> None:
    page.keyboard.type(square)
    page.keyboard.press("Enter")


def projected(served: Served, fair: str) -> str:
    """What the square on the projector says at this moment."""
    shown = served.ask("gus", PROJECTED, slug=fair)
    place = shown["event"]["id"].removeprefix("event_")
    return f"{served.base_url}/C/{place}/{shown['selfCheckInCode']['code']}".upper()


def test_the_projectors_square_checks_in_and_a_booths_is_no_stranger(
    page: Page, served: Served, expected: list[str]
) -> None:
    expected.append("ERR_INTERNET_DISCONNECTED")
    fair = served.slug("fair")
    square = projected(served, fair)
    page.goto(served.sign_in_url("ada"))
    with page.expect_response("**/roster?**"):
        page.goto(f"/scan?event={fair}")
    page.wait_for_timeout(500)  # until the list is on the disk
    result = page.locator(".result")

    page.context.set_offline(True)
    reads(page, square)
    expect(result).to_contain_text("Check in yourself?")
    expect(page.locator("[data-queue]")).to_be_hidden()
    result.get_by_role("button", name="I am here").click()
    expect(result).to_contain_text("Kept on this phone")
    expect(page.locator("[data-waiting]")).to_contain_text("Your own check-in")
    booth = served.printed_badge("noor").replace("/B/", "/BOOTH/B/")  # letters that are well formed
    reads(page, booth)
    expect(result).to_have_attribute("data-state", "offline")
    expect(result.locator(".who")).to_have_text("A booth")
    expect(result).not_to_contain_text("Nobody on the event’s list")
    page.context.set_offline(False)

    expect(page.locator("[data-queue]")).to_be_hidden()
    expect(page.locator("[data-not-taken] li")).to_have_count(0)
    assert served.ask("ada", CAME, place=square.split("/")[-2])["eventToCheckIn"]["cameAt"] is not None
    reads(page, projected(served, fair))
    result.get_by_role("button", name="I am here").click()
    expect(result).to_contain_text("You are in")
