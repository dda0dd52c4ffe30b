"""Organizers take the list of those who answered along, for a spreadsheet."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import StringIO
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from server.attendance.attendees import everybody, line
from server.attendance.questions import all_answers, questions
from server.attendance.seats import NOBODY
from server.audit.models import Action
from server.audit.record import record
from server.db import Database

_WORDS = {"GOING": "Going", "WAITLISTED": "Waitlist", "INTERESTED": "Interested", "CANCELLED": "Not going"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""How a cell begins that a spreadsheet would run, wherever spaces stand before it (OWASP, CSV injection)."""


async def attendees_csv(
    database: Database, *, taken_by: UUID, event_id: UUID, occurrence_id: UUID, zone: str, now: datetime
) -> str:
    """RFC 4180 with a heading, one line a person as in `everybody`: name, answer, place in line, when they answered and
    came, in the IANA `zone`, and what they answered to each question. UTF-8 with a mark, which spreadsheets need. For
    whoever organizes the event alone. Each time it is written down who took it along, before they have it."""
    async with database.write() as session:
        detail = {"event": event_id.hex}
        await record(session, actor_id=taken_by, action=Action.ATTENDEES_EXPORTED, detail=detail, now=now)
    rows = await everybody(database, occurrence_id)
    asked = (await questions(database, [event_id], person_id=NOBODY)).get(event_id, [])
    answered = await all_answers(database, event_id)
    waits = line(rows)
    heading = ["Name", "Answer", "Waits as", "Answered", "Came", *(question.text for question in asked)]
    lines = [
        [
            row.name,
            _WORDS[row.status.value],
            str(waits.get(row.person_id, "")),
            _moment(row.created_at, zone),
            _moment(row.checked_in_at, zone),
            *_answers(answered.get(row.person_id, {}), asked),
        ]
        for row in rows
    ]
    return "\ufeff" + written([heading, *lines])


def _answers(given: Mapping[UUID, str], asked: Sequence[Any]) -> Iterable[str]:
    return (given.get(question.id, "") for question in asked)


def _moment(moment: datetime | None, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" if moment is not None else ""


def written(lines: Iterable[Sequence[str]]) -> str:
    """The lines as RFC 4180, no cell of which a spreadsheet takes for a formula."""
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([harmless(cell) for cell in cells] for cells in lines)
    return text.getvalue()


def harmless(cell: str) -> str:
    """`cell`, with a quote before it where a spreadsheet would take it for a formula."""
    return f"'{cell}" if cell.lstrip(" \u00a0").startswith(_FORMULA) or cell.startswith(_FORMULA) else cell
