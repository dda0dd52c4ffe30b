"""The access log never says what opens something, or what somebody looked for."""

import logging

import pytest

from server.commands.access_log import Discreet, log_config

CODE = "7KQ2M9XATV4PC8WD3HNR6YBZ5"


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/", "/"),
        ("/events?text=layoffs", "/events"),
        ("/events/co-op-fair.ics", "/events/co-op-fair.ics"),
        (f"/B/{CODE}", "/B/…"),
        (f"/b/{CODE.lower()}", "/b/…"),
        (f"/B/{CODE[:5]}-{CODE[5:]}/?x=1", "/B/…/"),
        (f"/b/7KQ2M%209XATV?{CODE}", "/b/…"),
        (f"/badges/{CODE}", "/badges/…"),
        ("/sign-in/demo/ZJkKSGSSvT5frGNKEtt-2U8wBS5dlWkZ6m7_yWmD", "/sign-in/…"),
        ("/sign-in", "/sign-in"),
        ("/feeds/events.ics?kind=FAIR", "/feeds/events.ics"),
        ("/feeds/Zm9vYmFyYmF6.ics", "/feeds/…"),
        (f"/graphql?query=%7Bbadge(code:%22{CODE}%22)%7Bid%7D%7D", "/graphql"),
    ],
)
def test_log_holds_the_path_without_what_opens_it(path: str, logged: str) -> None:
    arguments = ("127.0.0.1:5000", "GET", path, "1.1", 200)
    record = logging.LogRecord("uvicorn.access", logging.INFO, "", 0, '%s - "%s %s HTTP/%s" %d', arguments, None)

    Discreet().filter(record)

    assert record.getMessage() == f'127.0.0.1:5000 - "GET {logged} HTTP/1.1" 200'


def test_everything_that_is_written_goes_through_the_filter() -> None:
    config = log_config()

    assert {name: handler["filters"] for name, handler in config["handlers"].items()} == {
        "default": ["discreet"],
        "access": ["discreet"],
    }
