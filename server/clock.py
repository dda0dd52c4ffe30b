"""The only reader of the wall clock."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Returns the present moment as aware UTC."""


def now() -> datetime:
    """The present moment, aware UTC, microsecond precision."""
    return datetime.now(UTC)
