"""Passkeys in a real browser, with Chromium's virtual authenticator."""

from typing import Any

import pytest
from browser.given import Axe, NewContext
from browser.served import Served
from browser.test_look import stand
from playwright.sync_api import Browser, CDPSession, Page, expect

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Device:
    """What holds the passkeys of one page."""

    def __init__(self, page: Page) -> None:
        self._tools: CDPSession = page.context.new_cdp_session(page)
        self._tools.send("WebAuthn.enable", {"enableUI": False})
        added = self._tools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        self._id = added["authenticatorId"]

    def passkeys(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._ask("getCredentials")["credentials"]
        return found

    def verifies(self, whether: bool) -> None:
        """Whether it takes the finger that is laid upon it."""
        self._ask("setUserVerified", isUserVerified=whether)

    def answers(self, whether: bool) -> None:
        """Whether somebody is there to touch it."""
        self._ask("setAutomaticPresenceSimulation", enabled=whether)

    def _ask(self, what: str, **more: Any) -> Any:
        return self._tools.send(f"WebAuthn.{what}", {"authenticatorId": self._id, **more})


@pytest.fixture
def device(page: Page) -> Device:
    return Device(page)


LISTENS = """const { get } = CredentialsContainer.prototype;
CredentialsContainer.prototype.get = function (options) {
    const asked = get.call(this, options);
    globalThis.listens = true;
    return asked;
};"""
"""Tells when the field waits for a passkey."""
NEW = "Make a passkey on this device"


def add_passkey(page: Page, served: Served, person: str) -> None:
    """Somebody makes one, and stays signed in."""
    page.goto(served.sign_in_url(person))
    page.goto("/settings/passkeys")
    page.get_by_role("button", name=NEW).click()
    expect(page.locator("main .rows li")).to_have_count(1)


def test_make_a_passkey_sign_in_by_the_button_and_remove_it(page: Page, served: Served, device: Device) -> None:
    add_passkey(page, served, "chen")
    row = page.locator("main .rows li")
    expect(row).to_contain_text("Chrome on Linux")
    expect(row).to_contain_text("Never used")
    page.get_by_role("button", name=NEW).click()
    expect(page.get_by_role("alert")).to_have_text("This device has a passkey for you already.")

    page.locator(".menu summary").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Sign out").click()
    device.answers(False)  # else it is chosen in the field at once
    page.add_init_script(LISTENS)
    page.goto("/sign-in?next=/badge")
    page.wait_for_function("() => globalThis.listens")
    device.answers(True)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(f"{served.base_url}/badge")
    page.goto("/settings/passkeys")
    expect(row).to_contain_text("Last used")
    page.get_by_role("button", name="Remove").click()

    expect(page.locator("main .empty")).to_have_text("None yet. You sign in by an email code or your university.")
    assert len(device.passkeys()) == 1


@pytest.mark.parametrize(("width", "theme"), [(320, "light"), (1280, "dark")])
def test_look_at_a_list_of_passkeys(
    browser: Browser, served: Served, watched: NewContext, axe: Axe, width: int, theme: str
) -> None:
    size = {"width": width, "height": 800}
    page = watched(browser, served, viewport=size, color_scheme=theme, bypass_csp=True).new_page()
    Device(page)
    page.goto(served.sign_in_url("eli"))
    page.goto("/settings/passkeys")
    rows = page.locator("main .rows li")
    had = rows.count()
    page.get_by_role("button", name=NEW).click()
    expect(rows).to_have_count(had + 1)

    assert stand(page, axe, "/settings/passkeys") == []


def test_choose_a_passkey_in_the_field_without_pressing_anything(page: Page, served: Served, device: Device) -> None:
    add_passkey(page, served, "hana")
    page.context.clear_cookies()

    page.goto("/sign-in?next=/settings/passkeys")

    expect(page).to_have_url(f"{served.base_url}/settings/passkeys")
    expect(page.locator("main .rows li")).to_contain_text("Last used")
    assert page.evaluate("document.cookie") == ""


def test_passkey_that_was_removed_is_told_to_be_of_no_use(
    page: Page, served: Served, device: Device, expected: list[str]
) -> None:
    expected.append("422")
    add_passkey(page, served, "fay")
    page.get_by_role("button", name="Remove").click()
    expect(page.locator("main .empty")).to_have_count(1)
    page.context.clear_cookies()

    device.answers(False)
    page.goto("/sign-in")
    device.verifies(False)
    device.answers(True)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("button", name="Use a passkey")).not_to_have_attribute("aria-busy", "true")
    silent = page.get_by_role("alert").count()
    device.answers(False)
    page.wait_for_timeout(300)
    device.verifies(True)
    device.answers(True)
    page.get_by_role("button", name="Use a passkey").click()

    told = "This passkey doesn’t work here. Use another one, or an email code."
    expect(page.get_by_role("alert")).to_have_text(told)
    assert (silent, page.url) == (0, f"{served.base_url}/sign-in")


def test_take_what_is_offered_after_the_first_sign_in(page: Page, served: Served, device: Device) -> None:
    page.goto(served.sign_in_url("dana"))
    page.goto("/sign-in/passkey?next=/badge")

    page.get_by_role("button", name="Make a passkey").click()

    expect(page).to_have_url(f"{served.base_url}/badge")
    assert [one["rpId"] for one in device.passkeys()] == ["localhost"]


def test_without_script_there_is_a_code_and_no_button_that_does_nothing(
    browser: Browser, served: Served, watched: NewContext
) -> None:
    page = watched(browser, served, java_script_enabled=False).new_page()
    page.goto("/sign-in")

    assert page.get_by_role("button").all_inner_texts() == ["Send me a code"]
    page.goto(served.sign_in_url("gus"))
    page.goto("/settings/passkeys")
    assert page.get_by_role("button", name=NEW).count() == 0
    assert page.get_by_text("This browser makes no passkeys here.").is_visible()
