"""A phone opens a sealed roster as the server made it: with a badge in hand, and nothing else."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from browser.bundle import bundled
from browser.given import NewContext
from browser.served import Served
from playwright.sync_api import Browser, Page

from server.config import ROOT

GOLDEN: dict[str, Any] = json.loads((ROOT / "fixtures" / "golden" / "roster.json").read_text())
OPEN = """async ({ base, changes, codes }) => {
    const octets = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16)).buffer;
    const one = await roster.read(octets(base));
    const layers = changes ? [(await roster.read(octets(changes))).records, one.records] : [one.records];
    const cards = await Promise.all(codes.map((code) => roster.open(one.key, layers, roster.tokenOf(code))));
    const random = () => crypto.getRandomValues(new Uint8Array(15));
    const guessed = await Promise.all(Array.from({ length: 2000 }, () => roster.open(one.key, layers, random())));
    return {
        cards: cards.map((card) => card && [card.name, card.pronouns, card.headline, card.status]),
        guessed: guessed.filter(Boolean).length,
        extractable: one.key.extractable,
        whole: one.whole,
        expires: one.expires,
    };
}"""


@pytest.fixture(scope="module")
def opener(browser: Browser, served: Served) -> Iterator[Page]:
    """A page that has `roster.read`, `open` and `tokenOf`; on our own origin, since only there browsers encrypt."""
    script = bundled('export * from "./src/roster/file"; export * from "./src/roster/token";', name="roster")
    context = browser.new_context(bypass_csp=True, service_workers="block")
    page = context.new_page()
    page.goto(f"{served.base_url}/healthz")
    page.add_script_tag(content=script)
    yield page
    context.close()


@pytest.mark.parametrize("moment", ["before", "after"])
def test_open_every_record_of_the_golden_file_and_no_other(opener: Page, moment: str) -> None:
    cards = {row["code"]: json.loads(row["plain"]) if "plain" in row else row["card"] for row in GOLDEN[moment]}
    others = [*GOLDEN["foreign"], *(GOLDEN["gone"] if moment == "after" else [])]
    files = {"base": GOLDEN["base"], "changes": GOLDEN["changes"] if moment == "after" else None}

    found = opener.evaluate(OPEN, {**files, "codes": [*cards, *others]})

    assert found == {
        "cards": [*cards.values(), *(None for _ in others)],
        "guessed": 0,
        "extractable": False,
        "whole": True,
        "expires": GOLDEN["expiresAt"],
    }


@pytest.mark.parametrize("spoilt", [lambda file: file[:-2], lambda file: "00" * 4 + file[8:], lambda _: "4857"])
def test_refuse_a_file_that_is_no_whole_roster(opener: Page, spoilt: Callable[[str], str]) -> None:
    with pytest.raises(Exception, match="This is no whole roster"):
        opener.evaluate(OPEN, {"base": spoilt(GOLDEN["base"]), "changes": None, "codes": []})


def test_scanner_takes_the_roster_along_and_gives_it_back(
    browser: Browser, served: Served, watched: NewContext
) -> None:
    page = watched(browser, served).new_page()
    page.goto(served.sign_in_url("dana"))
    with page.expect_response("**/roster?audience=SCAN&have=*") as changed:
        page.goto(f"/scan?event={served.slug('fair')}")
    assert changed.value.status == 200
    wait_for(page, [{"extractable": False, "rest": 0, "changed": True}])

    page.route("**/roster?**", lambda route: route.fulfill(status=204))
    with page.expect_response("**/roster?**"):
        page.evaluate("dispatchEvent(new Event('online'))")

    wait_for(page, [])


def test_an_expired_roster_is_deleted_wherever_one_is(
    browser: Browser, served: Served, watched: NewContext, expected: list[str]
) -> None:
    expected.append("ERR_FAILED")
    page = watched(browser, served).new_page()
    page.goto(served.sign_in_url("dana"))
    page.goto(f"/scan?event={served.slug('fair')}")
    wait_for(page, [{"extractable": False, "rest": 0, "changed": True}])
    page.route("**/roster?**", lambda route: route.abort())

    page.goto("/agenda")
    wait_for(page, [{"extractable": False, "rest": 0, "changed": True}])
    page.clock.set_system_time(datetime.now(UTC) + timedelta(days=2))
    page.goto("/agenda")

    wait_for(page, [])


def wait_for(page: Page, wanted: list[dict[str, Any]]) -> None:
    for _ in range(100):
        if rosters(page) == wanted:
            return
        page.wait_for_timeout(100)
    assert rosters(page) == wanted


def rosters(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate("""() => new Promise((done) => {
        const request = indexedDB.open('hallway');
        request.onsuccess = () => {
            const all = request.result.transaction('rosters').objectStore('rosters').getAll();
            all.onsuccess = () => {
                request.result.close();
                done(all.result.map(({ key, base, changes }) => ({
                    extractable: key.extractable, rest: base.length % 144, changed: changes !== null })));
            };
        };
    })""")
    return found
