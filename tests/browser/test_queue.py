"""What waits on a phone survives what happens to phones, and is sent once."""

import os
import signal
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser.chromium import arguments
from browser.served import Served, serving_sqlite
from playwright.sync_api import BrowserContext, Page, Playwright, Route, expect

from schema.ids import global_id
from server.keys import derived_key

MANY = 2_000
WEEK = 7
QUEUE = """async ({ account, codes, count, days, version }) => {
    const database = await new Promise((done) => {
        const request = indexedDB.open('hallway');
        request.onsuccess = () => done(request.result);
    });
    const writing = database.transaction('waiting', 'readwrite', { durability: 'strict' });
    const at = new Date(Date.now() - days * 86400e3).toISOString();
    for (let number = 0; number < count; number += 1) {
        const id = crypto.randomUUID();
        const code = codes[number % codes.length];
        const payload = { id, code, eventId: null, scannedAt: at, how: 'CAMERA', note: `${number}` };
        writing.objectStore('waiting').add({ id, kind: 'ENCOUNTER', version, payload, queuedAt: at, account });
    }
    await new Promise((done) => (writing.oncomplete = done));
    database.close();
}"""


class Phone:
    """The browser of one person, with all that it kept; it can be killed and opened again."""

    def __init__(self, playwright: Playwright, program: str, served: Served, folder: Path, person: str) -> None:
        self._playwright, self._program, self.served, self._folder = playwright, program, served, folder
        self.account = global_id("person", derived_key("person", person))
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
        given = {"account": self.account, "codes": codes, "count": count, "days": days, "version": version}
        page.evaluate(QUEUE, given)


def _command(entry: Path) -> bytes:
    try:
        return (entry / "cmdline").read_bytes()
    except OSError:
        return b""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, browser_program: str) -> Iterator[Served]:
    """A server of its own: so many scans are no gift to other tests."""
    yield from serving_sqlite(tmp_path_factory.mktemp("served"))


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
