"""A week at a glance."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from markup import Element

Open: TypeAlias = Callable[..., Awaitable[Element]]


async def test_a_week_has_seven_days_also_when_nothing_is_on(open_page: Open) -> None:
    page = await open_page("/week?day=2026-09-24&campus=nairobi")

    assert page.one("h1").text == "21 September to 27 September 2026"
    assert len(page.all("section", class_="day")) == 7
