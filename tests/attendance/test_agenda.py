"""What somebody has in their own calendar."""

from datetime import datetime, timedelta
from uuid import UUID

import make
import pytest
from conftest import NOW
from make import DAY, HOUR
from sqlalchemy import delete

from server.attendance.agenda import AgendaEntry, AgendaRole, agenda, agenda_page
from server.db import Database
from server.errors import InvalidInput
from server.events.agenda import AgendaItem, AgendaSpeaker
from server.events.attendance import Attendance, AttendanceStatus
from server.events.booths import Booth, BoothStaff
from server.events.models import Event, EventStatus, Publication
from server.events.staff import EventStaff, StaffRole
from server.keys import new_key
from server.organizations.models import Membership, Role
from server.paging import Cursor
from server.seed import SeededCampus


@pytest.fixture
async def me(database: Database, campus: SeededCampus) -> UUID:
    """Hana, with nothing in her agenda yet."""
    hana = campus.people["hana"]
    async with database.write() as session:
        for table in (Attendance, EventStaff, BoothStaff, AgendaSpeaker, Membership):
            await session.execute(delete(table).where(table.person_id == hana))
    return hana


def answer(event: Event, person: UUID, status: AttendanceStatus = AttendanceStatus.GOING) -> Attendance:
    return Attendance(
        occurrence_id=event.id, event_id=event.id, person_id=person, status=status, created_at=NOW, updated_at=NOW
    )


async def roles(database: Database, me: UUID) -> dict[UUID, tuple[AgendaRole, ...]]:
    return {e.occurrence_id: e.roles for e in await agenda(database, person_id=me, since=None, until=None)}


async def test_the_agenda_says_why_each_event_is_in_it(database: Database, me: UUID, campus: SeededCampus) -> None:
    async with database.write() as session:
        group = await make.organization(session, "Glassblowers")
        other = await make.organization(session, "Kiln Co")
        going, waiting, curious, told, worked, stood, both = [await make.event(session) for _ in range(7)]
        held = await make.event(session, organization_id=group.id)
        await make.event(session)  # nothing to do with her
        session.add(answer(going, me))
        session.add(answer(waiting, me, AttendanceStatus.WAITLISTED))
        session.add(answer(curious, me, AttendanceStatus.INTERESTED))
        session.add(answer(told, me, AttendanceStatus.CANCELLED))
        session.add(answer(both, me))
        session.add(answer(both, campus.people["ada"], AttendanceStatus.INTERESTED))
        session.add(Membership(organization_id=group.id, person_id=me, role=Role.ORGANIZER, created_at=NOW))
        session.add(Membership(organization_id=other.id, person_id=me, role=Role.MEMBER, created_at=NOW))
        await make.event(session, organization_id=other.id)
        session.add(EventStaff(event_id=worked.id, person_id=me, role=StaffRole.DOOR))
        booth, item = new_key(), new_key()
        session.add(Booth(id=booth, event_id=stood.id, organization_id=other.id, label="A1"))
        session.add(AgendaItem(id=item, event_id=both.id, name="Fire", starts_at=NOW + DAY, ends_at=NOW + DAY + HOUR))
        await session.flush()
        session.add(BoothStaff(booth_id=booth, person_id=me))
        session.add(AgendaSpeaker(agenda_item_id=item, position=0, person_id=me, name="Hana"))

    found = await roles(database, me)

    assert found == {
        going.id: (AgendaRole.GOING,),
        waiting.id: (AgendaRole.WAITLISTED,),
        curious.id: (AgendaRole.INTERESTED,),
        both.id: (AgendaRole.SPEAKING, AgendaRole.GOING),
        held.id: (AgendaRole.HOSTING,),
        worked.id: (AgendaRole.HOSTING,),
        stood.id: (AgendaRole.HOSTING,),
    }


async def test_what_is_not_published_is_in_nobodys_agenda(database: Database, me: UUID) -> None:
    async with database.write() as session:
        draft = await make.event(session, publication=Publication.DRAFT)
        session.add(answer(draft, me))

    assert await roles(database, me) == {}


async def test_the_agenda_of_a_time_has_what_happens_within_it(database: Database, me: UUID) -> None:
    async with database.write() as session:
        over = await make.event(session, starts_at=NOW - HOUR, lasts=HOUR)
        running = await make.event(session, starts_at=NOW - 40 * DAY, lasts=41 * DAY)
        moment = await make.event(session, starts_at=NOW, lasts=timedelta(0))
        last = await make.event(session, starts_at=NOW + 2 * DAY - HOUR)
        late = await make.event(session, starts_at=NOW + 2 * DAY)
        session.add_all(answer(event, me) for event in (over, running, moment, last, late))

    found = await agenda(database, person_id=me, since=NOW, until=NOW + 2 * DAY)

    assert [entry.occurrence_id for entry in found] == [running.id, moment.id, last.id]


async def test_who_speaks_in_a_series_speaks_in_one_instance(database: Database, me: UUID) -> None:
    async with database.write() as session:
        series = await make.event(session, rrule="FREQ=DAILY;COUNT=3")
        item, second = new_key(), NOW + 2 * DAY
        session.add(AgendaItem(id=item, event_id=series.id, name="Fire", starts_at=second, ends_at=second + HOUR))
        await session.flush()
        session.add(AgendaSpeaker(agenda_item_id=item, position=0, person_id=me, name="Hana"))

    (entry,) = await agenda(database, person_id=me, since=None, until=None)

    assert (entry.event_id, entry.starts_at, entry.roles) == (series.id, second, (AgendaRole.SPEAKING,))


async def page(database: Database, me: UUID, first: int = 100, after: str | None = None) -> list[AgendaEntry]:
    found = await agenda_page(database, person_id=me, since=NOW, until=None, first=first, after=after)
    return list(found.rows)


def after(entry: AgendaEntry) -> str:
    return Cursor(entry.starts_at, entry.occurrence_id).encode()


async def test_an_agenda_read_piece_by_piece_has_everything_once(database: Database, me: UUID) -> None:
    async with database.write() as session:
        events = [await make.event(session, starts_at=NOW + (n // 2) * HOUR, lasts=3 * HOUR) for n in range(7)]
        session.add_all(answer(event, me) for event in events)
    whole = await agenda(database, person_id=me, since=NOW, until=None)

    first = await agenda_page(database, person_id=me, since=NOW, until=None, first=3)
    second = await agenda_page(database, person_id=me, since=NOW, until=None, first=3, after=after(first.rows[-1]))
    third = await agenda_page(database, person_id=me, since=NOW, until=None, first=3, after=after(second.rows[-1]))

    pieces = [entry.occurrence_id for piece in (first, second, third) for entry in piece.rows]
    assert pieces == [entry.occurrence_id for entry in whole]
    assert [piece.has_next_page for piece in (first, second, third)] == [True, True, False]


def at(hours: float) -> datetime:
    return NOW + hours * HOUR


async def test_what_overlaps_is_marked_across_pieces(database: Database, me: UUID) -> None:
    async with database.write() as session:
        long = await make.event(session, starts_at=at(1), lasts=5 * HOUR)
        inside = await make.event(session, starts_at=at(2))
        behind = await make.event(session, starts_at=at(6))
        session.add_all(answer(event, me) for event in (long, inside, behind))

    (one,) = await page(database, me, first=1)
    two, three = await page(database, me, after=after(one))

    assert [entry.overlaps_id for entry in (one, two, three)] == [inside.id, long.id, None]


async def test_what_somebody_is_only_interested_in_or_what_is_cancelled_takes_no_time(
    database: Database, me: UUID
) -> None:
    async with database.write() as session:
        sure = await make.event(session, starts_at=at(1))
        maybe = await make.event(session, starts_at=at(1))
        gone = await make.event(session, starts_at=at(1), status=EventStatus.CANCELLED)
        session.add_all([answer(sure, me), answer(maybe, me, AttendanceStatus.INTERESTED), answer(gone, me)])

    entries = await page(database, me)

    assert [entry.overlaps_id for entry in entries] == [None, None, None]


async def test_a_piece_costs_one_statement(database: Database, me: UUID, statements: list[str]) -> None:
    statements.clear()

    await page(database, me)

    assert len(statements) == 1


async def test_a_cursor_of_nowhere_is_refused(database: Database, me: UUID) -> None:
    with pytest.raises(InvalidInput):
        await page(database, me, after="nowhere")
