"""Whom one of the crowd knows and follows, and who comes to what: three answers for each event that there is."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

from bench.population import load
from sqlalchemy import insert, select

from server.actor import Member
from server.contacts.models import Contact
from server.db import Database
from server.events.attendance import Attendance, AttendanceStatus
from server.events.models import Occurrence
from server.following.follow import follow
from server.following.what import AnOrganization
from server.keys import derived_key

CONTACTS, EACH = 50, 20
"""Whom they know, and to how much each of these goes and lets them know, however many events there are."""


async def keep_company(database: Database, people: Sequence[UUID], now: datetime) -> Member:
    """The last of `people` follows five groups with many events and knows the CONTACTS before them; the others go to
    what there is. Returns them."""
    me, known, others = people[-1], people[-1 - CONTACTS : -1], people[: -1 - CONTACTS]
    async with database.write() as session:
        for number in range(5):
            await follow(session, actor=Member(me), what=AnOrganization(f"society-{number}"), now=now)
        met = {"owner_id": me, "mutual": True, "first_met_at": now, "last_met_at": now, "created_at": now}
        await session.execute(
            insert(Contact), [{"id": derived_key("known", str(id_)), "person_id": id_, **met} for id_ in known]
        )
    instances = [
        tuple(row) for row in await database.rows(select(Occurrence.id, Occurrence.event_id, Occurrence.starts_at))
    ]
    async with database.writer.connect() as connection:
        rows = list(_answers(Random(1), instances, known, others, now))
        await connection.run_sync(load, Attendance.__table__, rows)
        await connection.exec_driver_sql("ANALYZE")
        await connection.commit()
    return Member(me)


def _answers(
    random: Random, instances: Sequence[Any], known: Sequence[UUID], others: Sequence[UUID], now: datetime
) -> Iterator[dict[str, Any]]:
    said = {"status": AttendanceStatus.GOING, "seen_by_met": True, "created_at": now, "updated_at": now}
    for person in known:
        for id_, event_id, at in random.sample(instances, EACH):
            yield {"occurrence_id": id_, "event_id": event_id, "person_id": person, "listed_at": at, **said}
    for id_, event_id, at in instances:
        for person in random.sample(others, 3):
            yield {"occurrence_id": id_, "event_id": event_id, "person_id": person, "listed_at": at, **said}
