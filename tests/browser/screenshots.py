"""Pages are photographed: all of them into a folder, to lay beside the look they should have; or the README's picture.

python tests/browser/screenshots.py FOLDER      every page at 360, 768 and 1280 px, light and dark
python tests/browser/screenshots.py --readme    tests/browser/readme.png
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from browser.chromium import arguments, program  # noqa: E402 (found by the line above)
from browser.clip import held, write_clip  # noqa: E402
from browser.served import Served  # noqa: E402

WIDTHS = (360, 768, 1280)
README_SIZE = {"width": 360, "height": 640}
GAP = 24


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("folder", nargs="?", type=Path)
    what.add_argument("--readme", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright, serving(Path(scratch)) as served:
        browser = launch(playwright, served, Path(scratch))
        if options.readme:
            picture_for_readme(browser, served).save(HERE / "readme.png", optimize=True)
        else:
            options.folder.mkdir(parents=True, exist_ok=True)
            every_page(browser, served, options.folder)
        browser.close()


def every_page(browser: Browser, served: Served, folder: Path) -> None:
    for theme in ("light", "dark"):
        for width in WIDTHS:
            page = open_page(browser, served, {"width": width, "height": 800}, theme)
            for name, path in pages(page, served):
                page.goto(path)
                if name == "scan-saved":
                    scan(page)
                height = page.evaluate("document.documentElement.scrollHeight")
                page.set_viewport_size({"width": width, "height": height})  # so that sticky bars cover nothing
                page.screenshot(path=folder / f"{name}-{width}-{theme}.png")
                page.set_viewport_size({"width": width, "height": 800})
            page.context.close()


def pages(page: Page, served: Served) -> Iterator[tuple[str, str]]:
    """Names and addresses; signs Ada in on the way."""
    yield "sign-in", "/sign-in"
    yield "badge-opened-by-a-stranger", "/B/" + served.letters("dana")
    yield "graphql", "/graphql"
    page.goto(served.sign_in_url("ada"))
    yield "whats-on", "/"
    yield "whats-on-found-nothing", "/?q=glassblowing"
    yield "event", f"/events/{served.slug('fair')}"
    yield "event-full", f"/events/{served.slug('solder-badge')}"
    yield "agenda", "/agenda"
    yield "organizations", "/organizations"
    yield "badge", "/badge"
    yield "scan", f"/scan?event={served.slug('fair')}"
    yield "scan-saved", f"/scan?event={served.slug('fair')}"
    yield "contacts", "/contacts"
    yield "contacts-found-nobody", "/contacts?q=zzzz"
    page.goto("/contacts")
    contact = page.locator("main a[href^='/contacts/']").first.get_attribute("href")
    assert contact is not None
    yield "contact", contact
    yield "card", "/settings/card?as=met"
    yield "employers", "/settings/employers"
    yield "passkeys", "/settings/passkeys"
    yield "passkey-offered", "/sign-in/passkey"
    yield "badge-opened", "/B/" + served.letters("ben")
    yield "nothing-there", "/events/nothing-of-that-name"


def picture_for_readme(browser: Browser, served: Served) -> Image.Image:
    """The programme, a scan, and what it became; side by side, in 128 colours."""
    page = open_page(browser, served, README_SIZE, "light")
    page.goto(served.sign_in_url("ada"))
    page.goto("/")
    shots = [page.screenshot()]
    page.goto(f"/scan?event={served.slug('fair')}")
    scan(page)
    shots.append(page.screenshot())
    page.goto("/contacts")
    shots.append(page.screenshot())
    pictures = [Image.open(BytesIO(shot)).convert("RGB") for shot in shots]
    width = sum(picture.width for picture in pictures) + GAP * (len(pictures) - 1)
    sheet = Image.new("RGB", (width, pictures[0].height), "white")
    for n, picture in enumerate(pictures):
        sheet.paste(picture, (n * (picture.width + GAP), 0))
    return sheet.quantize(128, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)


def scan(page: Page) -> None:
    """Dana's badge is before the camera."""
    page.get_by_role("button", name="Start the camera").click()
    page.locator("[data-answers] .result").wait_for()
    page.wait_for_timeout(400)  # until the answer has risen


def open_page(browser: Browser, served: Served, size: dict[str, int], theme: str) -> Page:
    context = browser.new_context(
        base_url=served.base_url,
        viewport={"width": size["width"], "height": size["height"]},
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
        permissions=["camera"],
        locale="en-GB",
    )
    return context.new_page()


def launch(playwright: Playwright, served: Served, scratch: Path) -> Browser:
    clip = write_clip(scratch / "camera.y4m", held(served.badge("dana"), seconds=2))
    return playwright.chromium.launch(executable_path=program(), args=arguments(clip))


@contextmanager
def serving(scratch: Path) -> Iterator[Served]:
    served = Served(scratch, f"sqlite:///{scratch / 'hallway.sqlite3'}")
    try:
        yield served
    finally:
        served.stop()


if __name__ == "__main__":
    main()
