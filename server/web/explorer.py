"""Somebody tries the GraphQL API in a browser: one page of our own, with no other host behind it."""

from functools import cache
from pathlib import Path
from string import Template

from starlette.responses import HTMLResponse

from server.web.static import asset

_PAGE = Path(__file__).parent / "explorer.html"


def explorer() -> HTMLResponse:
    """The page. It works by script alone: everything that it does can be done by `curl`, too."""
    return HTMLResponse(_page())


@cache
def _page() -> str:
    return Template(_PAGE.read_text("utf-8")).substitute(
        style=asset("hallway.css"), script=asset("explorer.js"), logo=asset("logo.svg"), icons=asset("icons.svg")
    )
