"""What the access log says of a request: never a badge code, a sign-in token, a feed's secret or a search."""

import copy
import logging
import re
from typing import Any

from uvicorn.config import LOGGING_CONFIG

_SECRET = re.compile(
    r"(?<=/B/)[^/\s]+"  # the address in a badge
    r"|(?<=/sign-in/).+"
    r"|(?<=/feeds/)(?!events\.ics$)[^/\s]+"  # the private feeds; events.ics is everybody's
    r"|(?<![0-9A-Z])[0-9A-Z]{25}(?![0-9A-Z])",  # a badge code that was typed after another address
    re.IGNORECASE,
)


class Discreet(logging.Filter):
    """Takes the query and whatever opens something out of a logged address."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(discreet(part) if isinstance(part, str) else part for part in record.args)
        return True


def discreet(address: str) -> str:
    """`/B/7KQ…?x=1` as `/B/…`."""
    return _SECRET.sub("…", address.partition("?")[0])


def log_config() -> dict[str, Any]:
    """Uvicorn's own, with that filter before everything it writes."""
    config: dict[str, Any] = copy.deepcopy(LOGGING_CONFIG)
    config["filters"] = {"discreet": {"()": Discreet}}
    for handler in config["handlers"].values():
        handler["filters"] = ["discreet"]
    return config
