"""An event's place in a list."""

from schema.events.types import Event
from server.paging import write_cursor


def cursor(event: Event) -> str:
    """Opaque; the list goes on behind it."""
    key = event.cursor_key or event.key
    assert key is not None
    return write_cursor(event.starts_at, key)
