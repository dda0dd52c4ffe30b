"""Doors of an event, who comes to them, and what became of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from conftest import NOW, SECRET
from sqlalchemy import select, update

from server.actor import Member
from server.badges.models import Badge
from server.badges.token import derive, write
from server.config import Settings
from server.db import Database
from server.doors.check_in import check_in, check_in_many
from server.doors.decide import Answer, Arrived
from server.doors.models import CheckIn, CheckInMethod
from server.doors.scan import DoorScan
from server.doors.stations import open_station
from server.doors.undo import undo_check_in
from server.events.attendance import Attendance
from server.events.models import Event, EventStatus, Occurrence
from server.keys import new_key
from server.seed import SeededCampus
from server.seed.people_rows import badge_seed


@dataclass(frozen=True, slots=True)
class Doors:
    """One database, and the doors of the fair of today: Ruth is its host, Fay and Lena stand at its doors."""

    database: Database
    settings: Settings
    campus: SeededCampus

    @property
    def fair(self) -> UUID:
        return self.campus.events["fair"]

    async def open(self, name: str = "East door", *, anyway: bool = False, at: UUID | None = None) -> UUID:
        """A station that the host opens."""
        async with self.database.write() as session:
            station = await open_station(
                session,
                actor=Member(self.campus.people["ruth"]),
                occurrence_id=at or self.fair,
                name=name,
                lets_in_anyway=anyway,
                now=NOW - timedelta(hours=1),
            )
        return station.id

    def sees(self, door: UUID, who: str, **more: Any) -> DoorScan:
        """A scan of somebody's badge; with `how=NAME` they were found by name."""
        facts: dict[str, Any] = {"id": new_key(), "scanned_at": NOW, "how": CheckInMethod.CAMERA, **more}
        if facts["how"] is CheckInMethod.NAME:
            facts["person_id"] = self.campus.people[who]
        else:
            facts.setdefault("code", self.code(who))
        return DoorScan(station_id=door, **facts)

    def code(self, who: str) -> str:
        return write(derive(SECRET, badge_seed(SECRET, self.campus.people[who])))

    async def scan(self, by: str, scan: DoorScan, now: datetime = NOW) -> Arrived:
        """One scan, in a transaction of its own. Raises what the door refuses."""
        async with self.database.write() as session:
            return await check_in(session, actor=Member(self.campus.people[by]), scan=scan, now=now)

    async def send(self, by: str, *scans: DoorScan, now: datetime = NOW) -> list[Answer]:
        """Scans that waited on a device."""
        async with self.database.write() as session:
            return await check_in_many(session, actor=Member(self.campus.people[by]), scans=scans, now=now)

    async def undo(self, by: str, check_in_id: UUID, now: datetime = NOW) -> None:
        async with self.database.write() as session:
            await undo_check_in(session, actor=Member(self.campus.people[by]), check_in_id=check_in_id, now=now)

    async def rows(self) -> list[Any]:
        """What is kept of the fair, by time of the device."""
        statement = select(CheckIn.__table__).where(CheckIn.event_id == self.fair).order_by(CheckIn.scanned_at)
        return list(await self.database.rows(statement))

    async def came(self, who: str) -> datetime | None:
        """When somebody came to the fair, by their attendance."""
        of = (Attendance.occurrence_id == self.fair) & (Attendance.person_id == self.campus.people[who])
        rows = await self.database.rows(select(Attendance.checked_in_at).where(of))
        return rows[0].checked_in_at if rows else None

    async def attendances(self, who: str) -> list[tuple[str, datetime | None]]:
        """Answer and arrival of somebody at the fair."""
        of = (Attendance.occurrence_id == self.fair) & (Attendance.person_id == self.campus.people[who])
        rows = await self.database.rows(select(Attendance.status, Attendance.checked_in_at).where(of))
        return [(row.status.value, row.checked_in_at) for row in rows]

    async def change_fair(self, **facts: Any) -> None:
        async with self.database.write() as session:
            await session.execute(update(Event).where(Event.id == self.fair).values(**facts))

    async def cancel(self) -> None:
        async with self.database.write() as session:
            cancelled = {"status": EventStatus.CANCELLED}
            await session.execute(update(Occurrence).where(Occurrence.id == self.fair).values(**cancelled))

    async def change_badge(self, who: str, **facts: Any) -> None:
        async with self.database.write() as session:
            await session.execute(update(Badge).where(Badge.person_id == self.campus.people[who]).values(**facts))
