"""Organizers take the list of arrivals along, for a spreadsheet."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from server.attendance.as_csv import written
from server.db import Database
from server.doors.door import arrivals
from server.doors.models import CheckInMethod, Doubt

_DOUBTS = {
    None: "",
    Doubt.NOT_REGISTERED: "Not on the list",
    Doubt.WAITLISTED: "Waited for a place",
    Doubt.OVER_CAPACITY: "All places were taken",
    Doubt.WRONG_DAY: "On the list for another day",
    Doubt.WRONG_EVENT: "Badge of another event",
    Doubt.CALLED_OFF: "The event was cancelled",
}
_HOW = {
    CheckInMethod.CAMERA: "Camera",
    CheckInMethod.PHOTO: "Photo",
    CheckInMethod.HANDHELD: "Hand-held scanner",
    CheckInMethod.TYPED: "Typed",
    CheckInMethod.NAME: "By name",
    CheckInMethod.DESK: "Desk",
    CheckInMethod.SELF: "Themselves",
}
_ALL = 100_000


async def arrivals_csv(database: Database, *, occurrence_id: UUID, zone: str) -> str:
    """RFC 4180 with a heading, a line for each check-in that was not undone, oldest first: name, when in the IANA
    `zone`, door, how, whether they had come before, what was against it, and whether it came late. UTF-8 with a mark,
    which spreadsheets need. For whoever organizes the event alone. One statement."""
    rows = await arrivals(database, occurrence_id=occurrence_id, limit=_ALL)
    heading = ["Name", "Came", "Door", "How", "Came before", "Against it", "Sent later"]
    lines = [
        [
            row.name,
            _moment(row.scanned_at, zone),
            row.station or "",
            _HOW[row.how],
            _moment(row.first_at, zone) if row.first_id != row.id else "",
            _DOUBTS[row.doubt],
            "yes" if row.late else "",
        ]
        for row in reversed(rows)
    ]
    return "\ufeff" + written([heading, *lines])


def _moment(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M:%S}"
