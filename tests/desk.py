"""The desk of the fair: badges are issued for it, and printed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from conftest import NOW, SECRET
from sqlalchemy import select

from server.actor import Member
from server.badges.issue import issue_badge
from server.badges.models import Badge
from server.config import Settings
from server.db import Database
from server.files.store import Files, open_files
from server.printing.design import Design
from server.printing.make import make_next
from server.printing.models import PrintJob
from server.printing.request import PrintWho, request_print
from server.seed import SeededCampus


@dataclass
class Desk:
    """One database, and Gus, who organizes its fair."""

    database: Database
    settings: Settings
    campus: SeededCampus
    now: datetime = NOW

    @property
    def fair(self) -> UUID:
        return self.campus.events["fair"]

    @property
    def files(self) -> Files:
        return open_files(self.settings.files_url)

    def actor(self, key: str = "gus") -> Member:
        return Member(self.campus.people[key])

    async def issue(self, *keys: str) -> list[UUID]:
        """Badges of the fair for these of the cast."""
        async with self.database.write() as session:
            badges = [
                await issue_badge(
                    session, secret=SECRET, person_id=self.campus.people[key], event_id=self.fair, now=NOW
                )
                for key in keys
            ]
        return [badge.id for badge in badges]

    async def ask(
        self, key: str = "gus", *, design: Design | None = None, who: PrintWho = PrintWho.ALL, **more: Any
    ) -> PrintJob:
        async with self.database.write() as session:
            return await request_print(
                session,
                settings=self.settings,
                actor=self.actor(key),
                event_id=self.fair,
                design=design or Design(stock="avery-l4785"),
                who=who,
                now=self.now,
                **more,
            )

    async def make(self) -> bool:
        return await make_next(self.database, self.settings, self.files, now=lambda: self.now)

    async def job(self, job: PrintJob) -> PrintJob:
        async with self.database.read() as session:
            return await session.get_one(PrintJob, job.id)

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    async def badge(self, badge_id: UUID) -> Badge:
        async with self.database.read() as session:
            return (await session.execute(select(Badge).where(Badge.id == badge_id))).scalar_one()
