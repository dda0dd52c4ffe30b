"""A booth's team looks for leads: by stars, tag, colleague, hour, résumé, what was answered, and by words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from server.errors import FieldError, InvalidInput
from server.leads.lead import Lead
from server.paging import Cursor, Slice, clamp
from server.words import fold, words

MAX_TEXT = 200
"""Characters of what is searched for."""
HOUR = timedelta(hours=1)
_SEARCHED = ("name", "headline", "programme", "works_for")


@dataclass(frozen=True, slots=True)
class LeadFilter:
    """Narrows a list of leads. What is None or empty narrows nothing."""

    text: str = ""
    """Each of its words begins one of what is seen of them, or was written."""
    stars: int | None = None
    """The team's mean is at least this."""
    tag: str | None = None
    colleague_id: UUID | None = None
    """Who scanned them."""
    hour: datetime | None = None
    """They were scanned within an hour from then."""
    has_resume: bool = False
    question_id: UUID | None = None
    answer: str | None = None
    """What was answered to the question; None: anything."""


def narrowed(leads: Sequence[Lead], filter: LeadFilter) -> list[Lead]:
    """Those of `leads` that the filter leaves, in their order. Raises InvalidInput for a text of over MAX_TEXT."""
    if len(filter.text) > MAX_TEXT:
        raise InvalidInput(FieldError(("text",), f"Search for {MAX_TEXT} characters or fewer."))
    sought = words(filter.text)
    tag = fold(filter.tag.strip()) if filter.tag else None
    return [lead for lead in leads if _fits(lead, filter, tag) and _holds(lead, sought)]


def piece(leads: Sequence[Lead], *, first: int, after: str | None) -> Slice[Lead]:
    """Those behind the cursor of (last_at, key), however many came before them meanwhile. Raises InvalidInput."""
    clamp(first)
    behind = sorted(leads, key=lambda lead: (lead.last_at, lead.key), reverse=True)
    if after is not None:
        cursor = Cursor.decode(after)
        behind = [lead for lead in behind if (lead.last_at, lead.key) < (cursor.at, cursor.id)]
    return Slice(behind[:first], len(behind) > first)


def _fits(lead: Lead, filter: LeadFilter, tag: str | None) -> bool:
    if filter.stars is not None and (lead.team_stars or 0) < filter.stars:
        return False
    if tag is not None and tag not in lead.tags:
        return False
    if filter.has_resume and (lead.card is None or lead.card.resume is None):
        return False
    if filter.question_id is not None:
        said = lead.answers.get(filter.question_id)
        if said is None or (filter.answer and fold(said.text) != fold(filter.answer)):
            return False
    return any(_of_scan(scan, filter) for scan in lead.scans)


def _of_scan(scan: object, filter: LeadFilter) -> bool:
    by, at = scan.scanner_id, scan.scanned_at  # type: ignore[attr-defined]  # a row
    if filter.colleague_id is not None and by != filter.colleague_id:
        return False
    return filter.hour is None or filter.hour <= at < filter.hour + HOUR


def _holds(lead: Lead, sought: Sequence[str]) -> bool:
    if not sought:
        return True
    seen = (getattr(lead.card, name) for name in _SEARCHED) if lead.card is not None else ()
    said = (said.text for said in (*lead.notes, *lead.answers.values()))
    own = words("\n".join([*(text for text in seen if text), *said, *lead.tags]))
    return all(any(word.startswith(part) for word in own) for part in sought)
