"""An organizer begins an event, and it is a draft of theirs until they publish it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from conftest import NOW
from posting import TYPED, Posters
from sqlalchemy import select

from server.actor import Scope
from server.errors import InvalidInput, NotFound, NotPermitted, ScopeMissing, SignInRequired
from server.events.create import create_event
from server.events.history import EventAct
from server.events.models import Event, EventHost, EventKind, EventStatus, EventTag, OnlineAudience, Publication
from server.events.repetition import Repeats, Weekday
from server.local_time import Fold
from server.people.models import Affiliation


async def test_a_draft_is_told_in_the_time_of_its_hosts_campus(posters: Posters) -> None:
    event = await posters.create()

    made = await posters.event("soldering-for-the-stubborn")
    assert (made.id, made.publication, made.sequence) == (event.id, Publication.DRAFT, 0)
    assert (made.time_zone, made.campus_id) == ("America/New_York", posters.campus.campuses["boston"])
    assert made.starts_at == datetime(2026, 10, 1, 22, 30, tzinfo=UTC)
    assert made.uid == str(event.id)
    assert await posters.occurrences(event) == [(made.starts_at, False, EventStatus.SCHEDULED)]


async def test_everything_typed_is_kept_as_it_was_meant(posters: Posters) -> None:
    event = await posters.create(
        "meiling-tan",
        of="women-in-engineering",
        name="  Ångström,   measured ",
        description="One\r\n\r\n**two**",
        tags=["Making, Robots", "making"],
        audience=[Affiliation.ALUMNI, Affiliation.STUDENT],
        majors=["Physics, Mathematics"],
        languages=["English; fr", "German"],
        place=posters.campus.places["boathouse"],
        room="Upstairs",
        online_url="https://meet.northgate.example/x",
        online_for=OnlineAudience.GOING,
        access_notes="A ramp.",
        contact="Mei-Ling, at the door",
        price_note="Free",
        capacity=80,
        door_at="2026-10-01T18:00",
        rsvp_opens_at="2026-09-25T09:00",
        rsvp_closes_at="2026-10-01T12:00",
        takes_rsvp=True,
        waitlist_by_hand=True,
        url="https://wie.northgate.example",
    )

    made = await posters.event(event.slug)
    said = [made.name, made.description, made.audience, made.majors, made.languages, made.room]
    assert said == [
        "Ångström, measured",
        "One\n\n**two**",
        "STUDENT,ALUMNI",
        "Physics\nMathematics",
        "en,fr,de",
        "Upstairs",
    ]
    assert (made.slug, made.place_id) == ("angstrom-measured", posters.campus.places["boathouse"])
    assert (made.online_for, made.waitlist_by_hand, made.capacity) == (OnlineAudience.GOING, True, 80)
    assert made.door_at == datetime(2026, 10, 1, 22, 0, tzinfo=UTC)
    assert made.rsvp_opens_at == datetime(2026, 9, 25, 13, 0, tzinfo=UTC)
    tags = await posters.database.rows(select(EventTag.tag).where(EventTag.event_id == made.id).order_by(EventTag.tag))
    assert [row.tag for row in tags] == ["making", "robots"]


async def test_a_name_that_is_taken_gets_a_number_in_its_address(posters: Posters) -> None:
    slugs = [(await posters.create(name=name)).slug for name in ("Robot Night!", "robot night", "Robot—night", "!?")]

    assert slugs == ["robot-night-2", "robot-night-3", "robot-night-4", "event"]


async def test_whole_days_end_on_their_last(posters: Posters) -> None:
    event = await posters.create(all_day=True, starts_at="2026-10-31", ends_at="2026-11-01T00:00")

    assert event.starts_at == datetime(2026, 10, 31, 4, tzinfo=UTC)
    assert event.ends_at == datetime(2026, 11, 2, 5, tzinfo=UTC)


async def test_a_time_that_comes_twice_is_taken_as_it_is_said(posters: Posters) -> None:
    event = await posters.create(starts_at="2026-11-01T01:30", starts_at_fold=Fold.SECOND, ends_at="2026-11-01T03:00")

    assert event.starts_at == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


async def test_co_hosts_are_those_for_whom_they_post_too(posters: Posters) -> None:
    with pytest.raises(InvalidInput) as refused:
        await posters.create(co_hosts=["women-in-engineering", "robotics-club", "nobody"])

    assert [fault.message for fault in refused.value.faults] == [
        "You don’t post for Women in Engineering. Ask it on the event’s page “Held together with”.",
        "No organization is called “nobody”.",
    ]


async def test_an_administrator_lets_organizations_of_the_campus_host_together(posters: Posters) -> None:
    event = await posters.create("gus", co_hosts=["women-in-engineering", "graduate-union", "robotics-club"])

    hosts = select(EventHost.organization_id).where(EventHost.event_id == event.id).order_by(EventHost.position)
    ids = posters.campus.organizations
    assert [row[0] for row in await posters.database.rows(hosts)] == [
        ids["women-in-engineering"],
        ids["graduate-union"],
    ]


@pytest.mark.parametrize(
    ("typed", "path", "message"),
    [
        ({"name": "   "}, "name", "Give it a name."),
        ({"name": "x" * 301}, "name", "301 letters are too many. Take 300 or fewer."),
        ({"summary": "x" * 141}, "summary", "141 letters are too many for a list. Take 140 or fewer."),
        ({"kind": None}, "kind", "Choose what kind of event it is."),
        ({"starts_at": None}, "startsAt", "Say when it begins."),
        ({"ends_at": ""}, "endsAt", "Say when it ends."),
        ({"starts_at": "soon"}, "startsAt", "“soon” is no date and time. Write them as 2026-09-24T18:30."),
        ({"ends_at": "2026-10-01T08:30"}, "endsAt", "08:30 is before 18:30. Did you mean 20:30?"),
        ({"ends_at": "2026-10-01T18:30"}, "endsAt", "18:30 is when it begins. Take a later time."),
        ({"ends_at": "2026-09-30T19:30"}, "endsAt", "It ends on 30 September, before it begins on 1 October. Take a"),
        ({"ends_at": "2026-12-01T19:30"}, "endsAt", "That is longer than 31 days. Take a shorter time, or let it"),
        ({"starts_at": "2026-03-08T02:30", "ends_at": "2026-03-08T04:00"}, "startsAt", "On 8 March 2026 clocks in New"),
        ({"starts_at": "2026-11-01T01:30", "ends_at": "2026-11-01T04:00"}, "startsAtFold", "On 1 November 2026 clocks"),
        ({"door_at": "2026-10-01T19:00"}, "doorAt", "The doors open after it begins. Take an earlier time, or leave"),
        ({"rsvp_closes_at": "2026-10-02T19:00"}, "rsvpClosesAt", "That is after it ends. Take an earlier time, or"),
        ({"time_zone": "Boston"}, "timeZone", "No time zone is called “Boston”. Write it as America/New_York."),
        ({"capacity": 0}, "capacity", "Take 1 to 100,000 places, or leave it empty for no limit."),
        ({"languages": ["Englisch"]}, "languages", "No language is called “Englisch”. Did you mean English?"),
        ({"tags": ["x" * 61]}, "tags", "“xxxxxxxxxxxxxxxxxxxx…” has 61 letters. Take 60 or fewer for each."),
        ({"online_url": "meet.example/x"}, "onlineUrl", "Say how it is reached. Did you mean https://meet.example/x?"),
        ({"campus": "atlantis"}, "campus", "No campus is called “atlantis”. Choose one."),
        ({"rrule": "FREQ=HOURLY"}, "rrule", "The rule by which this repeats is too much: it repeats hourly; every"),
        ({"rrule": "FREQ=SOMETIMES"}, "rrule", "The rule by which this repeats can't be read: it does not say FREQ"),
        ({"repeats": Repeats.WEEKLY, "times": 0}, "times", "Take a whole number from 1 to 1,000."),
        (
            {"repeats": Repeats.WEEKLY, "until": "2026-09-30"},
            "until",
            "It begins on 1 October 2026. Choose that day or",
        ),
        ({"repeats": Repeats.WEEKLY, "until": "soon"}, "until", "“soon” is no day. Write it as 2026-09-24."),
    ],
)
async def test_a_fault_stands_at_its_field_and_says_what_to_do(
    posters: Posters, typed: dict[str, Any], path: str, message: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        await posters.create(**typed)

    assert [(fault.path, fault.message[: len(message)]) for fault in refused.value.faults] == [((path,), message)]


async def test_all_faults_are_told_at_once_and_nothing_is_made(posters: Posters) -> None:
    counted = select(Event.id)
    before = len(await posters.database.rows(counted))

    with pytest.raises(InvalidInput) as refused:
        await posters.create(
            name="", place=posters.campus.places["boathouse"], capacity=120, ends_at="2026-10-01T08:30"
        )

    assert {fault.path[0]: fault.message for fault in refused.value.faults} == {
        "name": "Give it a name.",
        "capacity": "The Boathouse holds 80. Take 80 or fewer, or choose a larger place.",
        "endsAt": "08:30 is before 18:30. Did you mean 20:30?",
    }
    assert len(await posters.database.rows(counted)) == before


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ({"repeats": Repeats.NEVER}, None),
        ({"repeats": Repeats.WEEKLY, "times": 3}, "FREQ=WEEKLY;BYDAY=TH;COUNT=3"),
        ({"repeats": Repeats.WEEKLY, "every": 2, "times": 3}, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;COUNT=3"),
        (
            {"repeats": Repeats.WEEKLY, "weekdays": [Weekday.TU, Weekday.TH], "times": 3},
            "FREQ=WEEKLY;BYDAY=TU,TH;COUNT=3",
        ),
        ({"repeats": Repeats.MONTHLY_ON_WEEKDAY, "times": 3}, "FREQ=MONTHLY;BYDAY=1TH;COUNT=3"),
        ({"repeats": Repeats.MONTHLY_ON_DATE, "times": 3}, "FREQ=MONTHLY;BYMONTHDAY=1;COUNT=3"),
        ({"rrule": "rrule:freq=daily;count=3"}, "FREQ=DAILY;COUNT=3"),
        ({"repeats": Repeats.WEEKLY, "until": "2026-10-15"}, "FREQ=WEEKLY;BYDAY=TH;UNTIL=20261016T035959Z"),
    ],
)
async def test_an_event_repeats_as_was_chosen(posters: Posters, typed: dict[str, Any], rule: str | None) -> None:
    event = await posters.create(**typed)

    assert (event.rrule, len(await posters.occurrences(event))) == (rule, 1 if rule is None else 3)


async def test_its_history_begins_with_who_made_it(posters: Posters) -> None:
    event = await posters.create()

    ((act, fields),) = await posters.history(event)
    assert (act, [field.field for field in fields]) == (
        EventAct.CREATED,
        ["name", "kind", "startsAt", "endsAt", "timeZone"],
    )


@pytest.mark.parametrize(
    ("key", "refusal"),
    [(None, SignInRequired), ("ada", NotPermitted), ("siobhan", NotPermitted), ("zeynep", NotPermitted)],
)
async def test_nobody_else_posts_for_a_group(posters: Posters, key: str | None, refusal: type[Exception]) -> None:
    """Ada is a plain member; Zeynep an officer of another organization."""
    with pytest.raises(refusal):
        await posters.create(key)


async def test_nobody_posts_for_an_organization_that_is_not_there(posters: Posters) -> None:
    with pytest.raises(NotFound):
        await posters.create(of="chess-club")


async def test_a_program_needs_the_scope(posters: Posters) -> None:
    async def post(scope: Scope) -> Event:
        actor = posters.actor("eli", scope)
        async with posters.database.write() as session:
            return await create_event(session, actor=actor, organization="robotics-club", given=TYPED, now=NOW)

    with pytest.raises(ScopeMissing):
        await post(Scope.READ_EVENTS)
    assert (await post(Scope.POST_EVENTS)).kind is EventKind.WORKSHOP
