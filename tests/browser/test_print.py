"""An organizer asks for badges on paper, and the page says by itself when they are made."""

from browser.served import Served
from playwright.sync_api import Page, expect


def test_a_print_is_made_while_its_page_is_looked_at(page: Page, served: Served) -> None:
    page.goto(served.sign_in_url("gus"))
    address = f"/events/{served.slug('solder-badge')}"
    page.goto(f"{address}/badges")
    page.get_by_role("button", name="Give").last.click()
    page.goto(f"{address}/print")
    page.get_by_label("Printed on").select_option("roll-62x100")
    page.get_by_label("All,").check()

    page.get_by_role("button", name="Make the PDF").click()

    expect(page.get_by_text("Made", exact=True)).to_be_visible(timeout=60_000)  # the page was not loaded again
    with page.expect_download() as taken:
        page.get_by_role("link", name="Take the PDF").click()
    assert taken.value.suggested_filename.startswith("badges-")
    assert taken.value.path().read_bytes().startswith(b"%PDF-")
