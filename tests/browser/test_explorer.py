"""Somebody tries the API in the explorer, which asks no other host and runs no script but its own."""

import json
from urllib.parse import urlencode

import pytest
from browser.given import Axe, NewContext
from browser.served import Served
from playwright.sync_api import Browser, Page, expect


@pytest.fixture
def explorer(page: Page) -> Page:
    page.goto("/graphql")
    return page


def test_query_is_run_and_answered(explorer: Page) -> None:
    explorer.get_by_role("button", name="Run the query").click()

    expect(explorer.get_by_role("status").first).to_contain_text("Answered with status 200")
    answer = json.loads(explorer.locator("[data-answer]").inner_text())
    assert len(answer["data"]["events"]["nodes"]) == 5


def test_query_is_run_as_whoever_is_signed_in(explorer: Page, served: Served) -> None:
    explorer.goto(served.sign_in_url("ada"))
    explorer.goto(f"/graphql?{urlencode({'query': '{ viewer { person { name } } }'})}")

    explorer.get_by_label("Query").press("Control+Enter")

    expect(explorer.locator("[data-answer]")).to_contain_text(served.name("ada"))


def test_one_of_several_operations_is_chosen(explorer: Page) -> None:
    explorer.get_by_label("Query").fill("query A { campuses { name } }\nquery B { __typename }")
    explorer.get_by_label("Operation").select_option("B")

    explorer.get_by_role("button", name="Run the query").click()

    expect(explorer.locator("[data-answer]")).to_contain_text('"__typename": "Query"')


def test_variables_that_are_no_json_are_told_so(explorer: Page) -> None:
    explorer.get_by_label("Variables").fill("{first: 5}")

    explorer.get_by_role("button", name="Run the query").click()

    expect(explorer.get_by_role("status").first).to_have_text("The variables are not JSON. Nothing was sent.")


def test_faulty_query_shows_its_errors(explorer: Page, expected: list[str]) -> None:
    expected.append("400")
    explorer.get_by_label("Query").fill("{ nothingOfThisName }")

    explorer.get_by_role("button", name="Run the query").click()

    expect(explorer.get_by_role("status").first).to_contain_text("Answered with status 400")
    expect(explorer.locator("[data-answer]")).to_contain_text("Cannot query field 'nothingOfThisName'")


def test_types_are_found_by_the_names_of_their_fields(explorer: Page) -> None:
    explorer.get_by_label("Find a type or a field").fill("ScanBadgeInput")

    expect(explorer.locator("#type-ScanBadgeInput")).to_be_visible()
    expect(explorer.locator("#type-Campus")).to_be_hidden()
    explorer.locator("#type-ScanBadgeInput summary").click()
    expect(explorer.locator("#type-ScanBadgeInput")).to_contain_text("Made by the device")


@pytest.mark.parametrize(("width", "theme"), [(320, "light"), (1280, "dark")])
def test_explorer_stands_in_every_width_and_theme(
    browser: Browser, served: Served, watched: NewContext, axe: Axe, width: int, theme: str
) -> None:
    size = {"width": width, "height": 800}
    page = watched(browser, served, viewport=size, color_scheme=theme, bypass_csp=True).new_page()
    page.goto("/graphql")
    expect(page.locator("#type-Query")).to_be_visible()
    page.locator("#type-Query summary").click()

    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert axe(page) == []
