"""What waits on a phone survives what happens to phones, and is sent once."""

import os
import signal
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from browser.bundle import bundled
from browser.chromium import arguments
from browser.given import NewContext
from browser.served import Served
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route, expect

from schema.ids import global_id
from server.keys import derived_key

MANY = 2_000
WEEK = 7
QUEUE = """async ({ account, codes, count, days, version, ...others }) => {
    const database = await new Promise((done) => {
        const request = indexedDB.open('hallway');
        request.onsuccess = () => done(request.result);
    });
    const writing = database.transaction('waiting', 'readwrite', { durability: 'strict' });
    const at = new Date(Date.now() - days * 86400e3).toISOString();
    for (let number = 0; number < count; number += 1) {
        const id = crypto.randomUUID();
        const code = codes[number % codes.length];
        const payload = { id, code, eventId: null, scannedAt: at, how: 'CAMERA', note: `${number}`, ...others[number] };
        writing.objectStore('waiting').add({ id, kind: 'ENCOUNTER', version, payload, queuedAt: at, account });
    }
    await new Promise((done) => (writing.oncomplete = done));
    database.close();
}"""


class Phone:
    """The browser of one person, with all that it kept; it can be killed and opened again."""

    def __init__(self, playwright: Playwright, program: str, served: Served, folder: Path, person: str) -> None:
        self._playwright, self._program, self.served, self._folder = playwright, program, served, folder
        self.account = account_of(person)
        self.context = self.open()
        self.context.new_page().goto(served.sign_in_url(person))

    def open(self) -> BrowserContext:
        self.context = self._playwright.chromium.launch_persistent_context(
            self._folder,
            executable_path=self._program,
            args=arguments(),
            base_url=self.served.base_url,
            locale="en-GB",
            service_workers="block",
        )
        return self.context

    def kill(self) -> None:
        """As a phone does when its battery is empty."""
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and f"--user-data-dir={self._folder}".encode() in _command(entry):
                os.kill(int(entry.name), signal.SIGKILL)

    def queue(self, page: Page, codes: list[str], *, count: int, days: int = 0, version: int = 1) -> None:
        queue(page, self.account, codes, count=count, days=days, version=version)


def account_of(person: str) -> str:
    return global_id("person", derived_key("person", person))


def queue(
    page: Page,
    account: str,
    codes: list[str],
    *,
    count: int,
    days: int = 0,
    version: int = 1,
    spoilt: dict[str, dict[str, Any]] | None = None,
) -> None:
    """`count` scans wait, numbered by their notes; `spoilt`: what is otherwise in those of these numbers."""
    given = {"account": account, "codes": codes, "count": count, "days": days, "version": version}
    page.evaluate(QUEUE, {**given, **(spoilt or {})})


def _command(entry: Path) -> bytes:
    try:
        return (entry / "cmdline").read_bytes()
    except OSError:
        return b""


@pytest.fixture
def served(served_apart: Served) -> Served:
    """So many scans are no gift to other tests."""
    return served_apart


@pytest.fixture
def phone(
    playwright: Playwright, browser_program: str, served: Served, tmp_path: Path
) -> Iterator[Callable[[str], Phone]]:
    """A phone of one of the cast."""
    phones: list[Phone] = []

    def of(person: str) -> Phone:
        phones.append(Phone(playwright, browser_program, served, tmp_path / f"profile-{len(phones)}", person))
        return phones[-1]

    yield of
    for one in phones:
        one.context.close()


def kept(served: Served, person: str) -> list[tuple[str, int]]:
    """Notes of the encounters of a person that wait had numbered, with how often each is there."""
    name = str(served.database_url).removeprefix("sqlite:///")
    with sqlite3.connect(f"file:{name}?mode=ro", uri=True) as database:
        key = derived_key("person", person).bytes
        statement = "SELECT note, count(*) FROM encounter WHERE scanner_id = ? AND note GLOB '[0-9]*' GROUP BY note"
        return list(database.execute(statement, (key,)))


def test_2000_scans_survive_a_week_a_reload_and_a_killed_browser_and_are_sent_in_batches(
    phone: Callable[[str], Phone], served: Served
) -> None:
    gus = phone("gus")
    codes = [served.letters(person) for person in ("ada", "ben", "chen", "dana", "eli")]
    page = gus.context.new_page()
    page.goto("/scan")
    gus.context.set_offline(True)
    gus.queue(page, codes, count=MANY, days=WEEK)
    gus.context.route("**/graphql", lambda route: route.abort())
    gus.context.set_offline(False)
    page.reload()
    expect(page.locator("[data-queue]")).to_contain_text(f"{MANY} to send, since")

    gus.kill()
    page = gus.open().new_page()
    batches: list[int] = []

    def count(route: Route) -> None:
        sent: Any = route.request.post_data_json
        if "batch" in sent.get("variables", {}):
            batches.append(len(sent["variables"]["batch"]))
        # The second answer is lost on its way: what it says has happened all the same.
        answer = route.fetch()
        if len(batches) == 2:
            route.abort()
        else:
            route.fulfill(response=answer)

    gus.context.route("**/graphql", count)
    second = gus.context.new_page()
    # The browser was killed before it had written down its cookies.
    page.goto(served.sign_in_url("gus") + "?next=/scan", wait_until="commit")
    page.wait_for_url("**/scan")
    second.goto("/scan")  # a duplicate tab: one of the two sends

    page.evaluate("dispatchEvent(new Event('online'))")  # sooner than by itself
    for _ in range(600):
        if len(batches) == 5:
            break
        page.wait_for_timeout(100)
    expect(page.locator("[data-queue]")).to_be_hidden()
    expect(second.locator("[data-queue]")).to_be_hidden()
    assert sorted(kept(served, "gus")) == sorted((str(number), 1) for number in range(MANY))
    assert batches == [500, 500, 500, 500, 500]


def test_an_ended_session_and_another_shape_keep_what_waits_until_it_can_go(
    phone: Callable[[str], Phone], served: Served
) -> None:
    hana = phone("hana")
    page = hana.context.new_page()
    page.goto("/scan")
    hana.context.clear_cookies()
    hana.queue(page, [served.letters("dana")], count=3)
    hana.queue(page, [served.letters("dana")], count=1, version=0)
    hana.queue(page, [served.letters("dana")], count=1, version=99)

    page.evaluate("dispatchEvent(new Event('online'))")

    expect(page.locator("[data-waiting]")).to_contain_text("You are signed out here.")
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    assert kept(served, "hana") == []
    page.goto(served.sign_in_url("hana"))
    page.goto("/on-this-phone")
    expect(page.locator("[data-not-taken] li")).to_have_count(1)
    expect(page.locator("[data-not-taken]")).to_contain_text("An older version of this page kept it")
    expect(page.locator("[data-waiting] li")).to_have_count(1)
    expect(page.locator("[data-waiting]")).to_contain_text("A badge ending")
    assert sorted(kept(served, "hana")) == [("0", 1), ("1", 1), ("2", 1)]


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
