"""What is told of prints while they are made."""

from uuid import UUID

PRINTS = "prints"
"""Some print was asked for: whoever makes them looks."""


def print_topic(event_id: UUID) -> str:
    """A print of this event is further on, made, or given up."""
    return f"print:{event_id}"
