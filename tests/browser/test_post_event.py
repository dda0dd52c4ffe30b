"""What is typed into an event's form is kept without being asked, and comes back."""

import re

from browser.given import NewContext
from browser.served import Served
from playwright.sync_api import Browser, expect

NEW = "/organizations/women-in-engineering/events/new"


def test_what_is_typed_is_kept_and_comes_back(browser: Browser, served: Served, watched: NewContext) -> None:
    page = watched(browser, served).new_page()
    page.goto(served.sign_in_url("gus"))
    page.goto(NEW)

    page.get_by_label("Name").fill("Half an event")
    page.locator("label", has_text="Mixer").click()
    page.get_by_label("Room for").fill("many")
    expect(page.locator("[data-kept]")).to_have_text(re.compile(r"Kept at \d\d:\d\d. Only you see it until you save."))
    page.goto(NEW)

    expect(page.get_by_label("Name")).to_have_value("Half an event")
    expect(page.get_by_role("radio", name="Mixer")).to_be_checked()
    expect(page.get_by_label("Room for")).to_have_value("many")
    page.get_by_role("button", name="Begin anew").click()
    expect(page.get_by_label("Name")).to_have_value("")
