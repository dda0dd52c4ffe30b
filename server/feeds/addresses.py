"""Where a public calendar is fetched, what it is called, and which page shows the same."""

from collections.abc import Iterator
from datetime import UTC
from urllib.parse import urlencode

from server.events.filter import EventFilter
from server.feeds.head import Head

_FOLLOWS = "It follows every change."


def filter_head(filter_: EventFilter, name: str, base_url: str) -> Head:
    """Of a `normal` filter; `name` is what all events together are called."""
    query = urlencode(list(parameters(filter_)))
    asked = f"?{query}" if query else ""
    narrowed = ", ".join(_said(key, value) for key, value in parameters(filter_) if key not in ("from", "to"))
    return Head(
        f"{name}: {narrowed}" if narrowed else name,
        f"What is published there. {_FOLLOWS}",
        f"{base_url}/{asked}",
        f"{base_url}/feeds/events.ics{asked}",
    )


def organization_head(slug: str, name: str, summary: str, base_url: str) -> Head:
    url = f"{base_url}/organizations/{slug}"
    return Head(name, summary or f"What {name} has published. {_FOLLOWS}", url, f"{url}.ics")


def campus_head(slug: str, name: str, base_url: str) -> Head:
    description = f"What is published for {name}. {_FOLLOWS}"
    return Head(name, description, f"{base_url}/?campus={slug}", f"{base_url}/campuses/{slug}.ics")


def saved_filter_head(slug: str, name: str, base_url: str) -> Head:
    url = f"{base_url}/saved/{slug}"
    return Head(name, f"What fits a saved filter. {_FOLLOWS}", url, f"{url}.ics")


def event_head(slug: str, name: str, summary: str, base_url: str) -> Head:
    url = f"{base_url}/events/{slug}"
    return Head(name, summary or f"This event. {_FOLLOWS}", url, f"{url}.ics")


def parameters(filter_: EventFilter) -> Iterator[tuple[str, str]]:
    """The filter as the address of the list of events has it, and of its calendar."""
    for kind in filter_.kinds:
        yield "kind", kind.value
    for mode in filter_.attendance_modes:
        yield "mode", mode.value
    for key, value in (("campus", filter_.campus), ("organization", filter_.organization)):
        if value:
            yield key, value
    for tag in filter_.tags:
        yield "tag", tag
    for key, at in (("from", filter_.since), ("to", filter_.until)):
        if at is not None:
            yield key, at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if filter_.text:
        yield "q", filter_.text


def _said(key: str, value: str) -> str:
    return value.replace("_", " ").capitalize() if key in ("kind", "mode") else value
