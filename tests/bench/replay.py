"""How fast the scanner answers: badge after badge before Chromium's camera, with network and without.

python tests/bench/replay.py     about two minutes

A badge counts from the moment in which its code was read until its answer is on the page. The camera's pictures are
made here, ten a second, so that every run sees the same; the server is a process of its own on SQLite. Then a thousand
scans wait, and the network comes back: it counts until the page shows that nothing waits.
"""

import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.append(str(Path(__file__).resolve().parents[1]))

from browser.chromium import arguments, program
from browser.clip import held, nothing, write_clip
from browser.served import Served
from browser.waiting import account_of, kept, queue

from server.people.models import SavePolicy
from server.seed.files import read_campus

HELD, BETWEEN = 0.6, 0.2
"""Seconds: 75 badges a minute are shown, as fast as a queue walks by."""
BADGES = 50
WAITING = 1_000
WATCH = """
window.read = []; window.answered = [];
const known = new Set();
window.Worker = class extends Worker {
  constructor(...given) {
    super(...given);
    this.addEventListener('message', ({ data }) => {
      for (const text of data ?? []) if (!known.has(text)) { known.add(text); read.push(performance.now()); }
    });
  }
};
new MutationObserver((changes) => {
  for (const { addedNodes } of changes)
    for (const node of addedNodes) if (node.matches?.('.result')) answered.push(performance.now());
}).observe(document, { childList: true, subtree: true });
"""
UNTIL_SENT = """() => new Promise((done) => {
  const begun = performance.now();
  const queue = document.querySelector('[data-queue]');
  let seen = false;
  const look = () => {
    seen ||= !queue.hidden;
    if (seen && queue.hidden) done(performance.now() - begun);
    else requestAnimationFrame(look);
  };
  look();
})"""
"""Milliseconds; it begins with the page's next look, a few after the network is back."""


def main() -> None:
    people = [key for key, person in read_campus().people.items() if person.saved_by is SavePolicy.EVERYONE]
    shown = [key for key in people if key != "ada"][:BADGES]
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        folder = Path(scratch)
        served = Served(folder, f"sqlite:///{folder / 'hallway.sqlite3'}")
        pictures = (
            picture
            for key in shown
            for picture in (*held(served.printed_badge(key), seconds=HELD), *nothing(seconds=BETWEEN))
        )
        clip = write_clip(folder / "badges.y4m", pictures)
        try:
            for offline in (False, True):
                browser = playwright.chromium.launch(executable_path=program(), args=arguments(clip))
                name = "without network" if offline else "with network"
                sys.stdout.write(report(name, watch(browser, served, offline=offline)) + "\n")
                browser.close()
            browser = playwright.chromium.launch(executable_path=program(), args=arguments())
            sys.stdout.write(f"{WAITING} scans that waited are sent in {drained(browser, served, shown):.2f} s\n")
            browser.close()
        finally:
            served.stop()


def watch(browser: Browser, served: Served, *, offline: bool) -> tuple[list[float], list[float]]:
    """When codes were read and answers stood, in milliseconds of the page."""
    page = browser.new_context(base_url=served.base_url, permissions=["camera"]).new_page()
    page.add_init_script(WATCH)
    page.goto(served.sign_in_url("ada"))
    page.goto(f"/scan?event={served.slug('fair')}")
    page.get_by_role("button", name="Start the camera").click()
    if offline:
        _first(page)
        page.context.set_offline(True)
    page.wait_for_timeout(1000 * BADGES * (HELD + BETWEEN))
    read, answered = page.evaluate("[read, answered]")
    page.context.close()
    return read, answered


def drained(browser: Browser, served: Served, people: list[str]) -> float:
    """Seconds from the moment in which the network is back until the page shows that nothing waits."""
    page = browser.new_context(base_url=served.base_url, service_workers="block").new_page()
    page.goto(served.sign_in_url("gus"))
    page.goto("/scan")
    page.context.set_offline(True)
    letters = [served.printed_badge(person).rpartition("/")[2] for person in people if person != "gus"]
    queue(page, account_of("gus"), letters, count=WAITING)
    page.context.set_offline(False)  # the page hears of it, and sends
    milliseconds: float = page.evaluate(UNTIL_SENT)
    page.context.close()
    assert len(kept(served, "gus")) == WAITING
    return milliseconds / 1000


def _first(page: Page) -> None:
    """Until the reader is loaded; what it needs is there from then on."""
    while not page.evaluate("read.length"):
        page.wait_for_timeout(20)


def report(name: str, times: tuple[list[float], list[float]]) -> str:
    read, answered = times
    waits = sorted(answer - code for code, answer in zip(read, answered, strict=False))
    seconds = (read[-1] - read[0]) / 1000
    rate = 60 * (len(read) - 1) / seconds
    late = waits[int(len(waits) * 0.95)]
    return (
        f"{name}: {len(read)} badges, {rate:.0f} a minute; from code to answer {statistics.median(waits):.0f} ms in the"
        f" middle, {late:.0f} ms at the 95th percentile, {waits[-1]:.0f} ms at most"
    )


if __name__ == "__main__":
    main()
