"""A new build comes out while phones hold the old one: both work, and nothing that waits is lost."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser.given import NewContext
from browser.served import Served
from browser.test_offline import OFFLINE, takes_along
from playwright.sync_api import Browser, Page, expect

from server.badges.qr import png
from server.config import ROOT

CHANGED = {
    "src/phone.ts": 'document.documentElement.dataset["build"] = "second";\n',
    "src/scan.ts": 'document.documentElement.dataset["build"] = "second";\n',
    "src/scan/decode.worker.ts": 'console.debug("second");\n',
}
PARTS = "async () => (await (await caches.open('assets')).keys()).map(({ url }) => new URL(url).pathname).sort()"
FORGET_PAGES = """async () => {
    for (const name of await caches.keys()) if (name !== 'assets') await caches.delete(name);
}"""
"""As if the last visit had been long ago, so that they are fetched anew."""
SETTLED = """async () => {
    const { installing, waiting, active } = await navigator.serviceWorker.getRegistration();
    return [installing === null, waiting === null, active?.state];
}"""


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """The program as it will be one day: with other scripts, built anew."""
    without = shutil.ignore_patterns("node_modules", "static")
    for name in ("server", "schema"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=without)
    assets = tmp_path / "server" / "assets"
    (assets / "node_modules").symlink_to(ROOT / "server" / "assets" / "node_modules")
    # What a server may still hand out of the build before, as wherever Hallway is brought up to date.
    shutil.copytree(ROOT / "server" / "static", tmp_path / "server" / "static")
    for path, more in CHANGED.items():
        with (assets / path).open("a") as source:
            source.write(more)
    subprocess.run(["node", "build.mjs"], cwd=assets, check=True, capture_output=True)
    return tmp_path


@pytest.fixture
def served(served_apart: Served) -> Iterator[Served]:
    """It goes back to the build that others of its tests expect."""
    yield served_apart
    served_apart.stop()
    served_apart.start()


def read_photo(page: Page, badge: str, scratch: Path) -> None:
    """The reader of codes is loaded for it, if it was not before."""
    photo = scratch / "badge.png"
    photo.write_bytes(png(badge, scale=8))
    page.get_by_role("link", name="Use a photo").click()
    page.get_by_label("Photo of the badge").set_input_files(photo)
    page.get_by_role("button", name="Read the photo").click()
    expect(page.locator(".result")).to_contain_text("Saved on this phone")


def build(page: Page) -> Any:
    return page.evaluate("document.documentElement.dataset.build ?? 'first'")


def test_a_new_build_takes_over_and_the_old_one_works_until_then(
    browser: Browser,
    served: Served,
    second: Path,
    watched: NewContext,
    expected: list[str],
    tmp_path: Path,
) -> None:
    expected.extend(OFFLINE)
    context = watched(browser, served, service_workers="allow")
    old = context.new_page()
    old.goto(served.sign_in_url("eli"))
    takes_along(old)
    old.goto("/scan")
    before = old.evaluate(PARTS)
    had = len(served.scans("eli"))

    served.stop()
    served.start(second)
    new = context.new_page()
    new.goto("/agenda")
    for _ in range(200):
        parts = new.evaluate(PARTS)
        if new.evaluate(SETTLED) == [True, True, "activated"] and set(parts) > set(before):
            break
        new.wait_for_timeout(100)
    assert (build(new), build(old)) == ("second", "first")
    assert set(parts) > set(before)  # those of both

    context.set_offline(True)
    read_photo(old, served.printed_badge("dana"), tmp_path)
    old.close()
    new.goto("/scan")  # as it was kept, a moment ago
    assert build(new) == "first"
    expect(new.locator("[data-queue]")).to_contain_text("1 to send, since")
    read_photo(new, served.printed_badge("fay"), tmp_path)
    context.set_offline(False)
    expect(new.locator("[data-queue]")).to_be_hidden()
    assert len(served.scans("eli")) == had + 2

    new.evaluate(FORGET_PAGES)
    for _ in range(20):  # a page that is only just left counts as a tab, in which case the next visit tidies up
        new.goto("/agenda")
        takes_along(new)
        new.wait_for_timeout(500)
        if len(new.evaluate(PARTS)) == len(before):
            break
    left = new.evaluate(PARTS)
    assert (len(left), left == before) == (len(before), False)
    context.set_offline(True)
    new.goto("/scan")
    assert build(new) == "second"
    read_photo(new, served.printed_badge("gus"), tmp_path)

    context.set_offline(False)
    expect(new.locator("[data-queue]")).to_be_hidden()  # the new build stays: to start it costs seconds
