"""A long list of badges is shown piece by piece."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from server.paging import clamp


def piece(rows: Sequence[Row[Any]], *, first: int, after: str | None) -> tuple[Sequence[Row[Any]], bool]:
    """The rows behind the badge whose id is `after`, and whether more follow; all where there is no such badge."""
    size = clamp(first)
    digits = (after or "").rpartition("_")[2]
    start = next((n + 1 for n, row in enumerate(rows) if row.badge_id.hex == digits), 0)
    return rows[start : start + size], len(rows) > start + size
