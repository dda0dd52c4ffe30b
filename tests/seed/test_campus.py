"""What the demo campus must hold, so that demo and tests meet every case that needs care."""

import re
from collections import Counter
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from conftest import NOW
from sqlalchemy import Row, func, select

from server.campuses.models import Campus, CampusAdministrator, Place
from server.config import ROOT
from server.contacts.models import Contact, Encounter
from server.db import Database
from server.events.agenda import AgendaItem, AgendaSpeaker
from server.events.attendance import Attendance, AttendanceStatus
from server.events.booths import Booth
from server.events.models import AttendanceMode, Event, EventKind, EventOverride, EventStatus, Occurrence, Publication
from server.events.staff import EventStaff, StaffRole
from server.organizations.models import Membership, Organization, OrganizationKind, Role
from server.people.models import Audience, Card, Person, SavePolicy
from server.people.policies import AUDIENCE_OF
from server.seed import SeededCampus


def test_keys_are_given_once() -> None:
    """YAML lets the later of two entries win, silently."""
    folder = ROOT / "fixtures" / "campus"
    for files in (["cast", "people"], ["events/fair", "events/past", "events/coming", "events/series"], ["places"]):
        text = "".join((folder / f"{name}.yaml").read_text() for name in files)
        keys = Counter(re.findall(r"^([\w-]+):", text, re.MULTILINE))

        assert [key for key, times in keys.items() if times > 1] == []


async def count(database: Database, table: type[Any], *conditions: Any) -> int:
    (row,) = await database.rows(select(func.count()).select_from(table).where(*conditions))
    return int(row[0])


async def event(database: Database, campus: SeededCampus, key: str) -> Row[Any]:
    (row,) = await database.rows(select(Event.__table__).where(Event.id == campus.events[key]))
    return row


async def test_campuses_lie_in_several_zones_and_countries(database: Database) -> None:
    rows = await database.rows(select(Campus.time_zone, Campus.country))

    assert len(rows) == 6
    assert len({row.time_zone for row in rows}) == 6
    assert len({row.country for row in rows}) == 5
    assert len({NOW.astimezone(ZoneInfo(row.time_zone)).utcoffset() for row in rows}) == 5


async def test_organizations_are_of_every_kind(database: Database) -> None:
    kinds = Counter(row.kind for row in await database.rows(select(Organization.kind)))

    assert set(kinds) == set(OrganizationKind)
    assert kinds.total() == 15


async def test_events_are_of_every_kind_status_and_mode(database: Database) -> None:
    rows = await database.rows(
        select(Event.kind, Event.status, Event.publication, Event.attendance_mode, Event.starts_at)
    )

    assert len(rows) == 40
    assert {row.kind for row in rows} == set(EventKind)
    assert {row.attendance_mode for row in rows} == set(AttendanceMode)
    assert Counter(row.publication for row in rows) == {
        Publication.PUBLISHED: 38,
        Publication.DRAFT: 1,
        Publication.IN_REVIEW: 1,
    }
    assert [row.status for row in rows].count(EventStatus.CANCELLED) == 1
    assert [row.status for row in rows].count(EventStatus.RESCHEDULED) == 1
    assert sum(row.starts_at < NOW - timedelta(days=1) for row in rows) == 15


async def test_fair_is_going_on(database: Database, campus: SeededCampus) -> None:
    fair = await event(database, campus, "fair")

    assert fair.slug == "engineering-career-fair"
    assert fair.starts_at <= NOW < fair.ends_at
    assert await count(database, Booth, Booth.event_id == fair.id) == 7
    assert await count(database, AgendaItem, AgendaItem.event_id == fair.id) == 5


async def test_conference_has_an_agenda_with_speakers(database: Database, campus: SeededCampus) -> None:
    days = await event(database, campus, "energy-days")
    talks = await database.rows(select(AgendaItem.__table__).where(AgendaItem.event_id == days.id))
    speakers = await database.rows(
        select(AgendaSpeaker.person_id, AgendaSpeaker.name)
        .join(AgendaItem, AgendaItem.id == AgendaSpeaker.agenda_item_id)
        .where(AgendaItem.event_id == days.id)
    )

    assert days.kind is EventKind.CONFERENCE
    assert len(talks) == 11
    assert all(days.starts_at <= talk.starts_at <= talk.ends_at <= days.ends_at for talk in talks)
    assert {talk.starts_at.date() - days.starts_at.date() for talk in talks} == {timedelta(0), timedelta(days=1)}
    assert {row.name for row in speakers if row.person_id is None} == {"Abdoulaye Diop"}
    assert "Dr Ilse Brandt" in {row.name for row in speakers if row.person_id is not None}


async def test_agendas_lie_within_their_events(database: Database) -> None:
    outside = (AgendaItem.starts_at < Event.starts_at) | (AgendaItem.ends_at > Event.ends_at)
    rows = await database.rows(select(AgendaItem.name).join(Event, Event.id == AgendaItem.event_id).where(outside))

    assert [row.name for row in rows] == ["Dinner"] or rows == []


async def test_cancelled_event_says_since_when(database: Database, campus: SeededCampus) -> None:
    games = await event(database, campus, "board-games")

    assert games.status is EventStatus.CANCELLED
    assert games.cancelled_at == games.updated_at == NOW - timedelta(days=2)
    assert games.sequence == 1


async def test_full_event_has_as_many_as_it_holds_and_some_who_wait(database: Database, campus: SeededCampus) -> None:
    solder = await event(database, campus, "solder-badge")
    answers = await database.rows(
        select(Attendance.status, Attendance.created_at)
        .where(Attendance.event_id == solder.id)
        .order_by(Attendance.created_at)
    )

    statuses = Counter(row.status for row in answers)
    waiting = [row.created_at for row in answers if row.status is AttendanceStatus.WAITLISTED]
    assert statuses == {AttendanceStatus.GOING: solder.capacity, AttendanceStatus.WAITLISTED: 3}
    assert len(set(waiting)) == 3


async def test_nobody_goes_beyond_the_capacity(database: Database) -> None:
    going = func.count().filter(Attendance.status == AttendanceStatus.GOING)
    rows = await database.rows(
        select(Event.slug)
        .join(Attendance, Attendance.event_id == Event.id)
        .group_by(Event.id, Event.slug, Event.capacity)
        .having(going > Event.capacity)
    )

    assert rows == []


async def test_night_of_the_clocks_spans_the_change(database: Database, campus: SeededCampus) -> None:
    night = await event(database, campus, "night-of-the-clocks")
    zone = ZoneInfo(night.time_zone)

    assert night.starts_at.astimezone(zone).isoformat() == "2026-10-31T20:00:00-04:00"
    assert night.ends_at.astimezone(zone).isoformat() == "2026-11-01T08:00:00-05:00"
    assert night.ends_at - night.starts_at == timedelta(hours=13)


async def test_weekly_series_keeps_its_hour_through_the_clock_change(database: Database, campus: SeededCampus) -> None:
    series = await event(database, campus, "build-night")
    zone = ZoneInfo(series.time_zone)
    rows = await database.rows(
        select(Occurrence.starts_at, Occurrence.recurrence_id, Occurrence.status, Occurrence.id)
        .where(Occurrence.event_id == series.id)
        .order_by(Occurrence.recurrence_id)
    )

    assert series.rrule == "FREQ=WEEKLY;BYDAY=FR;COUNT=60"
    assert {row.recurrence_id.astimezone(zone).strftime("%a %H:%M") for row in rows} == {"Fri 18:00"}
    assert len({row.recurrence_id.astimezone(zone).utcoffset() for row in rows}) == 2
    assert len(rows) == 59  # one Friday is left out
    weeks = [
        (row.recurrence_id.astimezone(zone).date() - rows[0].recurrence_id.astimezone(zone).date()).days / 7
        for row in rows
    ]
    assert sorted(set(range(60)) - set(weeks)) == [5]
    moved = [row for row in rows if row.starts_at != row.recurrence_id]
    assert [row.starts_at.astimezone(zone).strftime("%a %H:%M") for row in moved] == ["Fri 19:30"]
    assert [row.status for row in rows].count(EventStatus.CANCELLED) == 1
    overrides = await database.rows(
        select(EventOverride.name, EventOverride.room).where(EventOverride.event_id == series.id)
    )
    assert len(overrides) == 3
    assert "Build night: line followers for newcomers" in {row.name for row in overrides}


async def test_series_answers_belong_to_an_instance_that_is_not_over(database: Database, campus: SeededCampus) -> None:
    for key in ("build-night", "writing-table", "mentor-hour"):
        series = await event(database, campus, key)
        rows = await database.rows(
            select(Occurrence.ends_at)
            .join(Attendance, Attendance.occurrence_id == Occurrence.id)
            .where(Attendance.event_id == series.id)
        )

        assert len(rows) == await count(database, Attendance, Attendance.event_id == series.id)
        assert len(rows) > 0
        assert all(row.ends_at > NOW for row in rows)


async def test_other_series_run_every_two_weeks_and_online(database: Database, campus: SeededCampus) -> None:
    table, hour = [await event(database, campus, key) for key in ("writing-table", "mentor-hour")]

    assert (table.rrule, table.time_zone) == ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=30", "Europe/London")
    assert (hour.attendance_mode, hour.place_id) == (AttendanceMode.ONLINE, None)
    assert hour.online_url.startswith("https://")


async def test_online_and_mixed_events_have_an_address(database: Database) -> None:
    rows = await database.rows(select(Event.attendance_mode, Event.online_url, Event.place_id))

    for row in rows:
        assert (row.online_url is not None) == (row.attendance_mode is not AttendanceMode.IN_PERSON)
        assert (row.place_id is None) == (row.attendance_mode is AttendanceMode.ONLINE)


async def test_all_day_event_lies_between_local_midnights(database: Database, campus: SeededCampus) -> None:
    reading = await event(database, campus, "reading-days")
    zone = ZoneInfo(reading.time_zone)

    assert reading.all_day is True
    assert [m.astimezone(zone).isoformat() for m in (reading.starts_at, reading.ends_at)] == [
        "2026-10-07T00:00:00-04:00",
        "2026-10-09T00:00:00-04:00",
    ]


async def test_one_event_speaks_another_language(database: Database, campus: SeededCampus) -> None:
    assert "l’entretien d’embauche" in (await event(database, campus, "toronto-cafe")).name


async def test_a_venue_has_commas_and_line_breaks_in_its_address(database: Database, campus: SeededCampus) -> None:
    (row,) = await database.rows(select(Place.address).where(Place.id == campus.places["marlowe-hall"]))

    assert row.address == "Marlowe Hall, East Wing\n18 Quay Street, 2nd floor\nBoston, MA 02210"


async def test_names_need_care(database: Database) -> None:
    names = {row.name for row in await database.rows(select(Person.name))}

    assert len(names) == 61
    for name in ("Gus Müller", "عمر السيد", "שירה בן־דוד", "王小明", "Fay O’Connor", "Bến Nguyễn"):
        assert name in names


async def test_cast_plays_its_parts(database: Database, campus: SeededCampus) -> None:
    members = {
        (row.person_id, row.organization_id): row.role for row in await database.rows(select(Membership.__table__))
    }
    people, organizations = campus.people, campus.organizations
    staff = await database.rows(select(EventStaff.role).where(EventStaff.person_id == people["fay"]))
    booths = await database.rows(
        select(Booth.label).where(
            Booth.event_id == campus.events["fair"], Booth.organization_id == organizations["halden-robotics"]
        )
    )
    administers = await database.rows(
        select(Campus.slug)
        .join(CampusAdministrator, CampusAdministrator.campus_id == Campus.id)
        .where(CampusAdministrator.person_id == people["gus"])
    )

    assert members[people["dana"], organizations["halden-robotics"]] is Role.RECRUITER
    assert [row.label for row in booths] == ["B7"]
    assert members[people["eli"], organizations["robotics-club"]] is Role.ORGANIZER
    assert [row.role for row in staff] == [StaffRole.DOOR]
    assert [row.slug for row in administers] == ["boston"]


async def test_hana_has_everything_and_shares_nothing(database: Database, campus: SeededCampus) -> None:
    (person,) = await database.rows(select(Person.__table__).where(Person.id == campus.people["hana"]))
    (card,) = await database.rows(select(Card.__table__).where(Card.person_id == campus.people["hana"]))

    written = AUDIENCE_OF.keys() - {"photo", "resume"}  # files, which no fixture has
    assert all(getattr(person, field) is not None for field in written)
    assert {getattr(card, audience) for audience in AUDIENCE_OF.values()} == {Audience.NOBODY}
    assert card.saved_by is SavePolicy.NOBODY
    assert await count(database, Attendance, Attendance.person_id == person.id) > 0
    assert await count(database, Membership, Membership.person_id == person.id) > 0


async def test_cards_use_every_audience_and_policy(database: Database) -> None:
    cards = await database.rows(select(Card.__table__))

    assert {getattr(card, audience) for card in cards for audience in AUDIENCE_OF.values()} == set(Audience)
    assert {card.saved_by for card in cards} == set(SavePolicy)


async def test_ada_has_met_some_people_but_neither_dana_nor_ben(database: Database, campus: SeededCampus) -> None:
    keys = {id_: key for key, id_ in campus.people.items()}
    rows = await database.rows(
        select(Contact.person_id, Contact.mutual).where(Contact.owner_id == campus.people["ada"])
    )

    assert {keys[row.person_id]: row.mutual for row in rows} == {
        "chen": True,
        "kofi": True,
        "noor": True,
        "tomas": True,
        "yuki": False,
    }
    assert await count(database, Contact, Contact.owner_id == campus.people["ben"]) == 0
    assert await count(database, Contact, Contact.owner_id == campus.people["dana"]) == 0


async def test_encounters_happened_at_events_of_the_past(database: Database) -> None:
    rows = await database.rows(
        select(Encounter.scanned_at, Encounter.received_at, Encounter.granted, Event.starts_at, Event.ends_at).join(
            Event, Event.id == Encounter.event_id
        )
    )

    assert len(rows) == 16
    for row in rows:
        assert row.starts_at < row.scanned_at < row.ends_at < NOW
        assert row.received_at - row.scanned_at == timedelta(seconds=1)
    assert sum("name" in row.granted.split() for row in rows) == 14, "two were asked for, and granted nothing yet"
