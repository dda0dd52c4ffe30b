"""A real browser before a real server; whatever it complains of fails the test."""

import asyncio
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import pytest
from browser.chromium import arguments, program
from browser.clip import Picture, write_clip
from browser.given import Axe, NewContext, Scanning
from browser.served import Served, serving, serving_sqlite
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    WebError,
    expect,
    sync_playwright,
)

from server.config import ROOT

AXE = ROOT / "server" / "assets" / "node_modules" / "axe-core" / "axe.min.js"
PATIENCE = 20_000  # ms; a busy machine is slow, not wrong
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="session")
def browser_program() -> str:
    """The path of a Chromium."""
    found = program()
    if found is None:
        missing = "no browser: install chromium, or set HALLWAY_BROWSER to the path of one"
        if os.environ.get("CI") or os.environ.get("HALLWAY_BROWSER_REQUIRED"):
            pytest.fail(missing)
        pytest.skip(missing)
    return found


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory, browser_program: str) -> Iterator[Served]:
    """Hallway on SQLite, one for all tests: what one leaves behind, others find."""
    yield from serving_sqlite(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="session")
def served_apart(tmp_path_factory: pytest.TempPathFactory, browser_program: str) -> Iterator[Served]:
    """Another one, for tests after which nobody else could count, or whose server does not stay up."""
    yield from serving_sqlite(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="session")
def served_by_postgresql(
    tmp_path_factory: pytest.TempPathFactory, browser_program: str, postgres_url: str
) -> Iterator[Served]:
    name = f"browser_{uuid4().hex}"
    _apart(f"CREATE DATABASE {name}", postgres_url)
    yield from serving(tmp_path_factory.mktemp("served"), f"{postgres_url}/{name}")
    _apart(f"DROP DATABASE {name} WITH (FORCE)", postgres_url)


# Playwright's synchronous API keeps an event loop running in this thread, so that no asyncio test could follow in the
# same process: it ends with each file.
@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def browser(playwright: Playwright, browser_program: str) -> Iterator[Browser]:
    """Without a camera."""
    browser = playwright.chromium.launch(executable_path=browser_program, args=arguments())
    yield browser
    browser.close()


@pytest.fixture
def expected() -> list[str]:
    """Parts of console messages that a test provokes on purpose; it appends them."""
    return []


@pytest.fixture
def watched(expected: list[str]) -> Iterator[NewContext]:
    """Opens contexts in which no console error, no breach of the policy and no request to elsewhere goes unnoticed."""
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    def harmless(text: str) -> bool:
        return any(part in text for part in (*expected, "registration blocked by Playwright"))

    def heard(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not harmless(message.text):
            complaints.append(f"{message.type} on {message.location.get('url')}: {message.text}")

    def failed(fault: WebError) -> None:
        if not harmless(str(fault.error)):
            complaints.append(str(fault.error))

    def open_(browser: Browser, served: Served, **options: Any) -> BrowserContext:
        options.setdefault("base_url", served.base_url)
        options.setdefault("service_workers", "block")  # what it fetches, no test could hold up
        ours = urlsplit(options["base_url"]).netloc

        def asked(request: Request) -> None:
            address = urlsplit(request.url)
            if address.scheme not in ("data", "blob") and address.netloc != ours:
                complaints.append(f"asked {request.url}")

        context = browser.new_context(locale="en-GB", **options)
        context.on("console", heard)
        context.on("weberror", failed)
        context.on("request", asked)
        contexts.append(context)
        return context

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(browser: Browser, served: Served, watched: NewContext) -> Page:
    """A fresh visitor with script and without a camera."""
    return watched(browser, served).new_page()


@pytest.fixture
def scanning(playwright: Playwright, browser_program: str, watched: NewContext, tmp_path: Path) -> Iterator[Scanning]:
    """Opens the scanner as one of the cast, in a browser of its own whose camera sees `pictures` again and again."""
    browsers: list[Browser] = []

    def open_(
        served: Served,
        person: str,
        pictures: Iterable[Picture],
        *,
        event: str | None = None,
        without: Iterable[str] = (),
    ) -> Page:
        clip = write_clip(tmp_path / f"{len(browsers)}.y4m", pictures)
        browsers.append(playwright.chromium.launch(executable_path=browser_program, args=arguments(clip)))
        page = watched(browsers[-1], served, permissions=["camera"]).new_page()
        page.goto(served.sign_in_url(person))
        for pattern in without:
            page.route(pattern, lambda route: route.abort())
        page.goto(f"/scan?event={served.slug(event)}" if event else "/scan")
        page.get_by_role("button", name="Start the camera").click()
        return page

    yield open_
    for browser in browsers:
        browser.close()


SETTLED = """async () => {
  await document.fonts.ready;
  await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""


@pytest.fixture(scope="session")
def axe() -> Axe:
    """Looks for barriers with axe-core."""
    if not AXE.is_file():
        pytest.fail("axe-core is not installed: run `npm ci` in server/assets")

    def check(page: Page, *, only: Iterable[str] = ()) -> list[str]:
        page.evaluate(SETTLED)  # what axe measures must not move meanwhile
        if not page.evaluate("'axe' in window"):
            page.add_script_tag(path=AXE)
        asked = {"type": "rule", "values": list(only)} if only else {"type": "tag", "values": STANDARDS}
        found = page.evaluate("async (runOnly) => (await axe.run(document, { runOnly })).violations", asked)
        return [f"{fault['id']}: {node['html']}" for fault in found for node in fault["nodes"]]

    return check


def _apart(statement: str, postgres_url: str) -> None:
    """In a thread of its own, since this one may have Playwright's loop."""

    async def execute() -> None:
        connection = await asyncpg.connect(f"{postgres_url}/postgres")
        await connection.execute(statement)
        await connection.close()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(execute())).result()
