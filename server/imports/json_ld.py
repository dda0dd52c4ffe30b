"""The JSON-LD of a web page, saved as a file: every block of it, with the line where it begins."""

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from server.imports.facts import Fault

MAX_THINGS = 50_000
MAX_DEPTH = 40
_NOT_BELOW = ("subEvent", "subEvents", "superEvent")
"""An event within an event is a part of it."""

Block = tuple[int, Any]


def blocks_in(html: str, faults: list[Fault]) -> list[Block]:
    """What is in its `<script type="application/ld+json">`; `faults` is told of those that are no JSON."""
    reader = _Scripts()
    reader.feed(html)
    reader.close()
    found = []
    for line, text in reader.found:
        try:
            found.append((line, json.loads(text)))
        except (ValueError, RecursionError):
            faults.append(Fault(line, "This block of JSON-LD is broken: it is no JSON."))
    return found


def events_of(data: Any) -> Iterator[dict[str, Any]]:
    """Every event within, wherever it stands; parts of events are left where they are."""
    left, stack = MAX_THINGS, [(data, 0)]
    while stack and left:
        thing, depth = stack.pop()
        left -= 1
        if isinstance(thing, dict):
            below = [value for key, value in thing.items() if key not in _NOT_BELOW]
            if is_event(thing):
                yield thing
                continue
        elif isinstance(thing, list):
            below = thing
        else:
            continue
        if depth < MAX_DEPTH:
            stack.extend((value, depth + 1) for value in reversed(below) if isinstance(value, (dict, list)))


def is_event(thing: dict[str, Any]) -> bool:
    """Whether schema.org knows it as an Event: all of them are called so, but two."""
    types = thing.get("@type")
    names = [str(name).rpartition("/")[2] for name in (types if isinstance(types, list) else [types])]
    return any(name.endswith("Event") or name in ("Festival", "Hackathon", "EventSeries") for name in names)


class _Scripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kind = (dict(attrs).get("type") or "").partition(";")[0].strip().lower()
        self._open = tag == "script" and kind == "application/ld+json"
        if self._open:
            self.found.append((self.getpos()[0], ""))

    def handle_data(self, data: str) -> None:
        if self._open:
            line, text = self.found[-1]
            self.found[-1] = (line, text + data)

    def handle_endtag(self, tag: str) -> None:
        self._open = False
