"""Where a browser goes that was just signed in."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

OFFER = "/sign-in/passkey"


def onward(answer: Mapping[str, Any], next_: str) -> str:
    """To `next_`, a path of this site; once in a life by way of the page that offers a passkey."""
    if not answer.get("offersPasskey"):
        return next_
    return f"{OFFER}?{urlencode({'next': next_})}" if next_ != "/" else OFFER
