"""What the fixtures of conftest.py give to tests."""

from collections.abc import Iterable
from typing import Any, Protocol

from browser.clip import Picture
from browser.served import Served
from playwright.sync_api import Browser, BrowserContext, Page


class NewContext(Protocol):
    def __call__(self, browser: Browser, served: Served, **options: Any) -> BrowserContext:
        """A context, watched until the end of the test; `options` as Playwright has them."""


class Scanning(Protocol):
    def __call__(
        self,
        served: Served,
        person: str,
        pictures: Iterable[Picture],
        *,
        event: str | None = None,
        without: Iterable[str] = (),
    ) -> Page:
        """The scanner of one of the cast, at an event by its key, whose camera sees `pictures` again and again.

        `without`: patterns of addresses that don't answer.
        """


class Axe(Protocol):
    def __call__(self, page: Page, *, only: Iterable[str] = ()) -> list[str]:
        """One line for each fault against WCAG 2.0 to 2.2, A and AA, or against axe's rules of these names.

        The page's context needs `bypass_csp`.
        """
