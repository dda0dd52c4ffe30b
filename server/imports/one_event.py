"""The facts of one event from a file that is no calendar."""

import json
import re
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser

from server.events.models import AttendanceMode
from server.imports.facts import Facts
from server.imports.said import of_facts

MAX_NAME = 300
MAX_TEXT = 100_000
_LINK = re.compile(r"https?://[^\s<>\"]{1,990}", re.IGNORECASE)


def one_event(line: int, uid: str, name: str, *, starts_at: datetime, ends_at: datetime, time_zone: str) -> Facts:
    """Without its digest: `finished` gives that once all is known. Moments are aware UTC."""
    name = one_line(name)[:MAX_NAME] or "Untitled event"
    facts = Facts(line, "", uid, 0, "", None, False, starts_at, max(starts_at, ends_at), False, time_zone)
    facts.name = name
    return facts


def finished(facts: Facts) -> Facts:
    """With the digest of all that it says, and how it is attended."""
    if facts.online_url is not None:
        facts.attendance_mode = AttendanceMode.MIXED if facts.location_text else AttendanceMode.ONLINE
    digest = sha256(json.dumps(of_facts(facts), sort_keys=True).encode("utf-8", "replace")).hexdigest()
    return replace(facts, digest=digest)


def uid_of(*parts: str) -> str:
    """The same for the same parts."""
    return sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()


def one_line(text: object) -> str:
    return " ".join(plain(text).split())


def link(text: object) -> str | None:
    found = _LINK.fullmatch(str(text).strip()) if isinstance(text, str) else None
    return found[0] if found else None


def plain(text: object) -> str:
    """Text without the HTML that some write into it; empty for what is no text."""
    if not isinstance(text, str):
        return ""
    text = text[:MAX_TEXT].replace("\x00", "")
    if "<" in text:
        reader = _Text()
        reader.feed(text)
        text = "".join(reader.parts)
    return unescape(text).strip()


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("p", "br", "li", "div", "tr", "h1", "h2", "h3"):
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)
