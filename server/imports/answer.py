"""An organizer says what a time zone's name means that nobody knows, or which one times without any are in."""

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy.ext.asyncio import AsyncSession

from server.errors import FieldError, InvalidInput
from server.imports.answers import Answers
from server.imports.models import ImportDraft
from server.imports.windows_zones import IANA

CHOICES = tuple(sorted({"UTC", *IANA.values()}))
"""Of the zones that are offered, one for each that Windows knows; any other IANA name is taken, too."""


async def answer_zone(session: AsyncSession, draft: ImportDraft, *, name: str | None, zone: str) -> ImportDraft:
    """The preview with the answer.

    `name` is the unknown one; None: times that have no zone are in `zone`. Raises InvalidInput.
    """
    zone = read_zone(zone)
    answers = Answers.read(draft.answers)
    said: dict[str, Any] = {"zone": zone} if name is None else {"zones": {**answers.zones, name: zone}}
    return await keep_answers(session, draft, replace(answers, **said))


async def keep_answers(session: AsyncSession, draft: ImportDraft, answers: Answers) -> ImportDraft:
    kept = await session.merge(draft)
    kept.answers = answers.written()
    return kept


def read_zone(zone: str) -> str:
    """An IANA name. Raises InvalidInput."""
    zone = zone.strip()
    if zone not in available_timezones():
        message = f"“{zone[:60]}” is no time zone. One looks like {CHOICES[20]}."
        raise InvalidInput(FieldError(("zone",), message))
    return ZoneInfo(zone).key
