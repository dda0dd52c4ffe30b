"""A colleague at a booth scans without network, rates and notes under the thumb, and the team has it a moment later."""

from browser.served import Served
from playwright.sync_api import Page, expect

from schema.ids import global_id
from server.keys import derived_key

BOOTH = global_id("booth", derived_key("booth", "fair", "B7"))


def test_capture_a_lead_offline(page: Page, served: Served, expected: list[str]) -> None:
    expected.append("ERR_INTERNET_DISCONNECTED")
    page.goto(served.sign_in_url("dana"))
    page.goto(f"/booths/{BOOTH}/questions")
    page.get_by_label("Question").fill("When can you start?")
    page.get_by_label("By choosing one of these").check()
    page.get_by_label("Answers to choose from").fill("Now\nJune")
    page.get_by_role("button", name="Ask it").click()
    page.get_by_role("heading", name="When can you start?").wait_for()
    team = page.context.new_page()
    team.goto(f"/booths/{BOOTH}")
    page.goto(f"/scan?booth={BOOTH}")
    page.get_by_role("link", name="Type a code").click()
    page.context.set_offline(True)

    page.get_by_label("Code under the square").fill(served.letters("ben"))
    page.get_by_role("button", name="Find the badge").click()
    card = page.locator("[data-card]")
    expect(card).to_contain_text("Saved on this phone")
    card.get_by_text("4 of 5 stars").click()
    card.get_by_label("Note for your team").fill("Built a gripper.")
    card.get_by_label("June").check()
    card.get_by_role("button", name="Keep and scan the next").click()
    expect(team.locator("[data-unsent]")).to_contain_text("4 to send")
    expect(team.locator("[data-unsent-at]")).to_contain_text("1 to send.")  # the scan, beside what is said of it
    page.context.set_offline(False)
    expect(page.locator("[data-queue]")).to_be_hidden()
    expect(team.locator("[data-unsent-at]")).to_be_hidden()
    page.goto(f"/booths/{BOOTH}")

    lead = page.get_by_role("row", name=served.name("ben"))
    expect(lead).to_contain_text("Built a gripper.")
    expect(lead.get_by_role("img", name="4.0 of 5 stars")).to_be_visible()
    lead.get_by_role("link").click()
    expect(page.locator("main")).to_contain_text("June")


def test_scan_the_code_of_a_booth(page: Page, served: Served) -> None:
    page.goto(served.sign_in_url("dana"))
    page.goto(f"/booths/{BOOTH}/code")
    page.get_by_role("button", name="Make the code").click()
    letters = page.locator("figcaption").inner_text()
    page.goto(served.sign_in_url("ben"))
    page.goto(f"/scan?event={served.slug('fair')}")
    page.get_by_role("link", name="Type a code").click()

    page.get_by_label("Code under the square").fill(letters)
    page.get_by_role("button", name="Find the badge").click()

    card = page.locator("[data-answers]")
    expect(card).to_contain_text("Halden Robotics")
    expect(card).to_contain_text("Booth B7")
    card.get_by_role("link", name="What they offer").click()
    expect(page.get_by_role("heading", name="Halden Robotics", level=1)).to_be_visible()
