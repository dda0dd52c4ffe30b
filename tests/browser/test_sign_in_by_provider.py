"""Signing in in a real browser through oidc-provider, which others wrote, with its own pages."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal, NoReturn

import pytest
from browser.given import Axe
from browser.served import Served
from browser.test_look import stand
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect

from server.assets.build import node, read

HERE = Path(__file__).resolve().parent / "provider"
Theme = Literal["light", "dark"]
INSTALLED_FROM = HERE / "node_modules" / ".installed-from"
CONFIGURED = """
[[provider]]
id = "elsewhere"
name = "Partner account"
issuer = "{issuer}"
client_id = "hallway"
client_secret_variable = "ELSEWHERE_SECRET"
joins = true
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def environment() -> Mapping[str, str]:
    """In which node runs; the provider's packages are those of its lock."""
    try:
        npm, environment = node()
    except ImportError:
        _unavailable("neither Node 20 nor its wheel is here: run `python3 dev.py test`")
    if read(INSTALLED_FROM) != (locked := (HERE / "package-lock.json").read_text()):
        done = subprocess.run(
            [*npm, "ci", "--no-progress"], cwd=HERE, env=environment, capture_output=True, check=False
        )
        if done.returncode:
            _unavailable(f"npm could not install oidc-provider: {done.stderr.decode()[-500:]}")
        INSTALLED_FROM.write_text(locked)
    return environment


def _unavailable(why: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)


@pytest.fixture(scope="module")
def hallway(
    environment: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory, browser_program: str
) -> Iterator[Served]:
    """Hallway with the provider beside it, each in a process of its own."""
    folder, port = tmp_path_factory.mktemp("served"), free_port()
    (folder / "providers.toml").write_text(CONFIGURED.format(issuer=f"http://localhost:{port}"))
    served = Served(
        folder,
        f"sqlite:///{folder / 'hallway.sqlite3'}",
        HALLWAY_SIGN_IN_PROVIDERS=str(folder / "providers.toml"),
        ELSEWHERE_SECRET="a secret of the tests",
    )
    program = shutil.which("node", path=environment["PATH"]) or "node"
    back = f"{served.base_url}/sign-in/from/elsewhere"
    log = (folder / "provider.log").open("w+b")
    provider = subprocess.Popen(
        [program, "provider.mjs", str(port), back], cwd=HERE, env=environment, stdout=log, stderr=log
    )
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert provider.poll() is None, (folder / "provider.log").read_text()
            time.sleep(0.05)
        yield served
        assert "Traceback" not in served.log.read_text()
    finally:
        provider.terminate()
        provider.wait(15)
        log.close()
        served.stop()


@pytest.fixture
def page(browser: Browser, hallway: Served) -> Iterator[Page]:
    """Of a browser that asks nobody but these two: the provider's pages want a typeface from elsewhere."""
    context = browser.new_context(base_url=hallway.base_url, locale="en-GB")

    def only_here(route: Route) -> None:
        if route.request.url.startswith("http://localhost:"):
            route.continue_()
        else:
            route.abort()

    context.route("**/*", only_here)
    yield context.new_page()
    context.close()


def go(page: Page, next_: str) -> None:
    page.goto(f"/sign-in?next={next_}")
    page.get_by_role("link", name="Use my Partner account").click()


def test_sign_in_there_and_join(page: Page, hallway: Served) -> None:
    go(page, "/contacts?q=grip")
    page.get_by_placeholder("Enter any login").fill("nadia")
    page.get_by_placeholder("and password").fill("anything")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()

    expect(page).to_have_url(f"{hallway.base_url}/sign-in/passkey?next=%2Fcontacts%3Fq%3Dgrip")
    page.get_by_role("link", name="Not now").click()
    expect(page).to_have_url(f"{hallway.base_url}/contacts?q=grip")
    expect(page.locator(".me .vh")).to_have_text("Signed in as Nadia Quist")
    names = {cookie["name"]: cookie["httpOnly"] for cookie in page.context.cookies(hallway.base_url)}
    assert names["hallway_session"] is True

    page.locator(".menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    go(page, "/badge")
    expect(page).to_have_url(f"{hallway.base_url}/badge")  # known there and here, so nothing is asked


@pytest.mark.parametrize(("width", "theme"), [(320, "light"), (360, "dark"), (1280, "light"), (1280, "dark")])
def test_look_at_all_ways_to_sign_in(browser: Browser, hallway: Served, axe: Axe, width: int, theme: Theme) -> None:
    size: ViewportSize = {"width": width, "height": 1200}
    with browser.new_context(base_url=hallway.base_url, viewport=size, color_scheme=theme, bypass_csp=True) as context:
        page = context.new_page()
        page.goto("/sign-in")
        expect(page.get_by_role("button", name="Use a passkey")).to_be_visible()

        ways = page.locator("main .btn").all_inner_texts()
        faults = stand(page, axe, "/sign-in")

    assert (ways[:3], faults) == (["Use my Partner account", "Use a passkey", "Send me a code"], [])


def test_cancel_there_and_go_on_by_a_code(page: Page, hallway: Served) -> None:
    go(page, "/contacts?q=grip")
    page.get_by_role("link", name="Cancel").click()

    expect(page.locator("h1")).to_have_text("You are not signed in.")
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("Email").fill("ada@northgate.example")
    page.get_by_role("button", name="Send me a code").click()

    expect(page.locator("h1")).to_have_text("Your code")
    assert page.url.endswith("&next=%2Fcontacts%3Fq%3Dgrip")
