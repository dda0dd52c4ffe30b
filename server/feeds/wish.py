"""What a calendar of somebody's own is to be called and to hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from server.errors import FieldError
from server.feeds.models import CalendarSource

LONGEST_NAME = 100
LONGEST_REMINDER = 7 * 24 * 60
"""Minutes: a week."""


@dataclass(frozen=True, slots=True)
class CalendarWish:
    """Either `sources` or a saved filter, since one event twice in a calendar is of no use to anybody."""

    name: str
    sources: frozenset[CalendarSource]
    saved_filter_id: UUID | None
    remind_minutes: int | None

    def faults(self) -> Iterator[FieldError]:
        if not self.name or not self.name.isprintable():
            yield FieldError(("name",), "Write what it is for, so that you know it again.")
        elif len(self.name) > LONGEST_NAME:
            yield FieldError(("name",), f"{len(self.name)} letters are too many. Take {LONGEST_NAME} or fewer.")
        if not self.sources and self.saved_filter_id is None:
            yield FieldError(("sources",), "Choose at least one thing that it holds.")
        if self.sources and self.saved_filter_id is not None:
            yield FieldError(("savedFilter",), "Choose either your own events or a saved filter.")
        if self.remind_minutes is not None and not 0 <= self.remind_minutes <= LONGEST_REMINDER:
            yield FieldError(("remindMinutes",), "A reminder comes between 0 minutes and 7 days before the start.")


def wish(
    *, name: str, sources: frozenset[CalendarSource], saved_filter_id: UUID | None, remind_minutes: int | None
) -> CalendarWish:
    """With the spaces of the name put right."""
    return CalendarWish(" ".join(name.split()), sources, saved_filter_id, remind_minutes)
