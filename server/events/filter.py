"""What a list of events can be narrowed to."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from server.errors import FieldError, InvalidInput
from server.events.models import AttendanceMode, EventKind
from server.words import findable

MAX_TAGS = 10
MAX_TEXT = 200


class EventOrder(StrEnum):
    """By start, and by key where two start together."""

    STARTS_AT_ASC = "STARTS_AT_ASC"
    STARTS_AT_DESC = "STARTS_AT_DESC"


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Every part narrows further; an empty one narrows nothing. Several values of one part widen it: any of them."""

    kinds: tuple[EventKind, ...] = ()
    campus: str | None = None
    """Slug."""
    organization: str | None = None
    """Slug."""
    tags: tuple[str, ...] = ()
    since: datetime | None = None
    """Starting then or later. Without it, and without an `until` that is over, events that have not ended."""
    until: datetime | None = None
    """Starting before then."""
    text: str | None = None
    """All these words; a `*` at the end finds longer words too."""
    attendance_modes: tuple[AttendanceMode, ...] = ()

    def normal(self) -> "EventFilter":
        """The same with each value once, spelt as in the database, and no empty text. Raises InvalidInput."""
        self.check()
        return replace(
            self,
            kinds=tuple(dict.fromkeys(self.kinds)),
            campus=findable(self.campus or "") or None,
            organization=findable(self.organization or "") or None,
            tags=tuple(dict.fromkeys(findable(tag.strip().lower()) for tag in self.tags)),
            text=(self.text or "").strip() or None,
            attendance_modes=tuple(dict.fromkeys(self.attendance_modes)),
        )

    def check(self) -> None:
        """Raises InvalidInput with every fault."""
        if faults := list(self._faults()):
            raise InvalidInput(*faults)

    def _faults(self) -> Iterator[FieldError]:
        if len(set(self.tags)) > MAX_TAGS:
            yield FieldError(("filter", "tags"), f"These are {len(set(self.tags))} tags. Choose {MAX_TAGS} or fewer.")
        if self.text is not None and len(self.text) > MAX_TEXT:
            yield FieldError(
                ("filter", "text"), f"This text has {len(self.text)} characters. Search for {MAX_TEXT} or fewer."
            )
        if self.since is not None and self.until is not None and self.since >= self.until:
            yield FieldError(
                ("filter", "to"), "Nothing starts between these two moments. Choose a `to` later than `from`."
            )


UPCOMING = EventFilter()
"""All that has not ended."""
