"""What waits on a phone survives what happens to phones, and is sent once."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser.chromium import arguments
from browser.served import Served
from browser.waiting import account_of, kept, queue
from playwright.sync_api import BrowserContext, Page, Playwright, Route, expect

MANY = 2_000
WEEK = 7


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
