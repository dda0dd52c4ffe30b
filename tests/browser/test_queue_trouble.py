"""What waits is sent past an item that the server can't bear, a wrong clock, and a page of another build."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from browser.bundle import bundled
from browser.given import NewContext
from browser.served import Served
from browser.waiting import account_of, kept, queue
from playwright.sync_api import Browser, Page, Route, expect


@pytest.fixture
def served(served_apart: Served) -> Served:
    """So many scans are no gift to other tests."""
    return served_apart


def test_one_item_over_which_the_server_breaks_blocks_none_and_stays(
    page: Page, served: Served, expected: list[str]
) -> None:
    expected.extend(["400 (Bad Request)", "500 (Internal"])
    page.goto(served.sign_in_url("ada"))
    page.goto("/scan")
    spoilt = {"5": {"how": "XRAY"}, "17": {"note": "breaks"}}  # one that can't be read, and one that it can't bear
    queue(page, account_of("ada"), [served.letters("dana")], count=30, spoilt=spoilt)
    asked: list[int] = []

    def breaks(route: Route) -> None:
        batch: list[dict[str, Any]] = (route.request.post_data_json or {})["variables"]["batch"]
        asked.append(len(batch))
        if any(scan["note"] == "breaks" for scan in batch):
            route.fulfill(status=500, json={"data": None, "errors": [{"message": "It broke."}]})
        else:
            route.continue_()

    page.route("**/graphql", breaks)
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(page.locator("[data-queue]")).to_contain_text("1 to send, since")
    expect(page.locator("[data-not-taken] li")).to_have_count(1)
    expect(page.locator("[data-not-taken]")).to_contain_text("The server can’t read it in the shape")
    sent = [str(number) for number in range(30) if number not in (5, 17)]
    assert sorted(kept(served, "ada")) == sorted((number, 1) for number in sent)
    assert len(asked) < 30
    page.unroute("**/graphql")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-queue]")).to_be_hidden()


def test_a_server_that_breaks_over_everything_is_not_asked_for_each(
    page: Page, served: Served, expected: list[str]
) -> None:
    expected.append("500 (Internal")
    page.goto(served.sign_in_url("ben"))
    page.goto("/scan")
    queue(page, account_of("ben"), [served.letters("dana")], count=500)
    asked: list[str] = []
    broken = {"data": None, "errors": [{"message": "It broke."}]}

    def breaks(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=500, json=broken)

    page.route("**/graphql", breaks)

    page.evaluate("dispatchEvent(new Event('online'))")

    expect(page.locator("[data-waiting]")).to_contain_text("It broke. Everything is kept on this phone")
    assert len(asked) < 20
    page.unroute("**/graphql")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-queue]")).to_be_hidden()
    assert len(kept(served, "ben")) == 500


def test_a_phone_whose_clock_is_wrong_scans_at_the_right_time(page: Page, served: Served, expected: list[str]) -> None:
    expected.append("ERR_INTERNET_DISCONNECTED")
    page.goto(served.sign_in_url("chen"))
    for wrong, person in ((timedelta(hours=1), "dana"), (timedelta(hours=-1), "eli")):
        page.clock.set_system_time(datetime.now(UTC) + wrong)
        page.goto("/scan")
        begun = datetime.now(UTC)
        page.context.set_offline(True)
        page.keyboard.type(served.printed_badge(person))
        page.keyboard.press("Enter")
        expect(page.locator(".result")).to_contain_text("Saved on this phone")
        ended = datetime.now(UTC)
        page.wait_for_timeout(1_500)

        page.context.set_offline(False)

        expect(page.locator("[data-queue]")).to_be_hidden()
        at = datetime.fromisoformat(served.scans("chen")[0]["scannedAt"])
        assert begun - timedelta(seconds=1) < at < ended + timedelta(seconds=1)


SECOND = """
import { encounters } from "./src/outbox/encounter";
import { register } from "./src/outbox/item";
import { Outbox } from "./src/outbox/outbox";

export function open(account: string): Outbox {
  register("ENCOUNTER", {
    ...encounters,
    version: encounters.version + 1,
    upgrade: ({ badge, ...rest }: any, from) => (from === encounters.version ? { ...rest, code: badge } : null),
  });
  return new Outbox(account);
}
"""
"""The outbox of a later page, whose scans call a badge's code otherwise than those of today."""


def test_what_an_older_page_kept_in_another_shape_is_sent_in_todays(
    browser: Browser, served: Served, watched: NewContext, expected: list[str]
) -> None:
    expected.append("404 (Not Found)")  # a page without islands has no icon either
    page = watched(browser, served, bypass_csp=True).new_page()
    page.goto(served.sign_in_url("fay"))
    page.goto("/healthz")
    page.add_script_tag(content=bundled(SECOND, name="second"))
    letters, account = served.letters("dana"), account_of("fay")
    waiting = "async () => (await outbox.state()).waiting.length"
    page.evaluate("(account) => void (window.outbox = second.open(account))", account)
    assert page.evaluate(waiting) == 0
    old = {str(number): {"code": None, "badge": letters} for number in range(3)}
    queue(page, account, [letters], count=3, spoilt=old)
    assert page.evaluate(waiting) == 3

    page.evaluate("outbox.drain()")

    assert sorted(kept(served, "fay")) == [("0", 1), ("1", 1), ("2", 1)]
    assert page.evaluate(waiting) == 0
