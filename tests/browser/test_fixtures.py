"""What watches over the browser tests is awake: faults put there on purpose are found."""

from browser.given import Axe, NewContext
from browser.served import Served
from playwright.sync_api import Browser

FAULTY = """<!doctype html><title>Faulty</title>
<main><img src="data:,"><button></button><p style="color:#bbb;background:#fff">Grey words</p></main>"""


def test_axe_finds_barriers(browser: Browser, served: Served, watched: NewContext, axe: Axe) -> None:
    page = watched(browser, served, bypass_csp=True).new_page()
    page.set_content(FAULTY)

    found = {line.partition(":")[0] for line in axe(page)}

    assert found == {"button-name", "color-contrast", "html-has-lang", "image-alt"}
