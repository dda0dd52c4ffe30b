"""Who scans or works at an event takes its sealed roster along, and then only what changed."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from conftest import NOW, SECRET
from hall import Hall, open_hall
from sqlalchemy import select, update
from unsealed import expires_at, opened, records_of

from server.actor import Member, Program, Scope
from server.audit.models import Action, AuditEntry
from server.badges.issue import issue_badge, replace_badge, revoke_badge, token_of
from server.badges.models import Badge
from server.badges.show import show_badge
from server.badges.token import read
from server.config import Settings
from server.db import Database, microseconds
from server.events.attendance import Attendance
from server.people.models import Audience, Person
from server.rosters.kept import BASES, Rosters
from server.rosters.may import RosterAudience
from server.rosters.renew import renew_roster
from server.rosters.take import Taken, take_roster
from server.seed import SeededCampus

SCAN, CHECK_IN = RosterAudience.SCAN, RosterAudience.CHECK_IN
CANARY = "canary@northgate.example"


class Devices:
    """Phones of people at the fair, and the one process that they ask."""

    def __init__(self, hall: Hall, settings: Settings) -> None:
        self.hall, self.settings, self.rosters, self.now = hall, settings, Rosters(), NOW

    async def ask(
        self,
        key: str,
        audience: RosterAudience = SCAN,
        *,
        have: str | None = None,
        slug: str = "engineering-career-fair",
    ) -> Taken | None:
        return await take_roster(
            self.hall.database,
            self.rosters,
            settings=self.settings,
            actor=Member(self.hall.person(key)),
            slug=slug,
            audience=audience,
            have=have,
            now=self.now,
        )

    async def take(self, key: str, audience: RosterAudience = SCAN, *, have: str | None = None) -> Taken:
        taken = await self.ask(key, audience, have=have)
        assert taken is not None
        return taken

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    def token(self, key: str) -> bytes:
        return read(self.hall.code(key))


@pytest.fixture
async def devices(database: Database, campus: SeededCampus, settings: Settings) -> AsyncIterator[Devices]:
    async with open_hall(database, campus) as hall:
        yield Devices(hall, settings)


async def test_badges_of_those_who_come_open_with_what_a_printed_badge_shows(devices: Devices) -> None:
    taken = await devices.take("ada")

    assert taken.whole
    assert opened(devices.token("ben"), taken.octets) == [
        "Bến Nguyễn",
        "he/him",
        "Batteries that say when they will die",
        "",
    ]
    assert opened(devices.token("dana"), taken.octets) is not None
    assert opened(devices.token("shira"), taken.octets) is None


async def test_roster_ends_two_hours_after_the_event_and_is_no_longer_given(devices: Devices) -> None:
    taken = await devices.take("ada")
    devices.now = datetime.fromtimestamp(expires_at(taken.octets) / 1000, NOW.tzinfo)

    after = await devices.ask("ada")

    assert taken.expires_at == devices.now < NOW + timedelta(hours=24)
    assert after is None


async def test_badge_of_who_shares_no_name_is_genuine_and_nothing_else(devices: Devices) -> None:
    await devices.hall.card("ben", name_audience=Audience.MET)

    taken = await devices.take("ada")

    assert opened(devices.token("ben"), taken.octets) == ["", "", "", ""]


async def test_what_is_shared_with_contacts_only_never_comes_in(devices: Devices) -> None:
    async with devices.hall.database.write() as session:
        ben = update(Person).where(Person.id == devices.hall.person("ben"))
        await session.execute(ben.values(email=CANARY, telephone="+1 617 555 0000", headline="Canary"))
    await devices.hall.card(
        "ben", email_audience=Audience.EVERYONE, telephone_audience=Audience.EVERYONE, headline_audience=Audience.MET
    )

    taken = await devices.take("ada")

    assert opened(devices.token("ben"), taken.octets) == ["Bến Nguyễn", "he/him", "", ""]


async def test_nothing_changed_is_as_long_as_something(devices: Devices) -> None:
    taken = await devices.take("ada")
    devices.later(minutes=5)

    again = await devices.take("ada", have=taken.etag)

    assert (again.whole, again.etag, len(records_of(again.octets))) == (False, taken.etag, 64)


async def test_withdrawal_revocation_and_erasure_come_as_changes(devices: Devices) -> None:
    taken = await devices.take("ada")
    hall = devices.hall
    await hall.card("ben", name_audience=Audience.NOBODY)
    async with hall.database.write() as session:
        found = select(Badge.id).where(Badge.person_id == hall.person("eli"))
        await revoke_badge(
            session, actor=Member(hall.person("eli")), badge_id=(await session.execute(found)).scalar_one(), now=NOW
        )
        found = select(Badge.id).where(Badge.person_id == hall.person("dana"))
        new = await replace_badge(
            session,
            secret=SECRET,
            actor=Member(hall.person("dana")),
            badge_id=(await session.execute(found)).scalar_one(),
            now=NOW,
        )
        await session.execute(update(Person).where(Person.id == hall.person("priya")).values(erased_at=NOW))
    devices.later(minutes=1)

    changes = await devices.take("ada", have=taken.etag)

    def now(key: str) -> list[str] | None:
        return opened(devices.token(key), taken.octets, changes.octets)

    assert (changes.whole, len(records_of(changes.octets))) == (False, 64)
    assert (now("ben"), now("eli"), now("dana"), now("priya")) == (
        ["", "", "", ""],
        ["", "", "", "REVOKED"],
        ["", "", "", "REPLACED"],
        None,
    )
    token = token_of([SECRET], new)
    assert token is not None
    assert (opened(token, taken.octets), opened(token, taken.octets, changes.octets)) != (None, None)


async def test_codes_that_somebody_takes_afresh_do_not_fill_the_roster(devices: Devices) -> None:
    hall = devices.hall
    await hall.card("ben", fresh_codes=True)
    async with hall.database.write() as session:
        ben = Member(hall.person("ben"))
        shown = await show_badge(session, settings=devices.settings, actor=ben, now=NOW - timedelta(minutes=1))

    taken = await devices.take("ada")

    assert opened(read(hall.code("ben")), taken.octets) is None
    token = token_of([SECRET], shown)
    assert token is not None
    assert opened(token, taken.octets) == ["Bến Nguyễn", "he/him", "Batteries that say when they will die", ""]


async def test_roster_is_made_at_most_once_a_minute(devices: Devices, statements: list[str]) -> None:
    taken = await devices.take("ada")
    await devices.hall.card("ben", name_audience=Audience.NOBODY)
    devices.later(seconds=30)
    statements.clear()

    soon = await devices.take("ada", have=taken.etag)
    asked = len(statements)
    devices.later(seconds=30)
    then = await devices.take("ada", have=taken.etag)

    assert opened(devices.token("ben"), taken.octets, soon.octets) != ["", "", "", ""]
    assert opened(devices.token("ben"), taken.octets, then.octets) == ["", "", "", ""]
    assert asked == 3, statements  # the event, the permission, the blocks


async def test_whoever_blocked_the_scanner_is_unknown_to_them_alone_at_once(devices: Devices) -> None:
    before = await devices.take("ada")
    await devices.hall.block("ben", "ada")
    changes, whole = await devices.take("ada", have=before.etag), await devices.take("ada")
    others, door = await devices.take("eli"), await devices.take("fay", CHECK_IN)

    assert opened(devices.token("ben"), before.octets, changes.octets) is None
    assert opened(devices.token("ben"), whole.octets) is None
    assert opened(devices.token("ben"), others.octets) is not None
    assert opened(devices.token("ben"), door.octets) is not None
    assert len(changes.octets) == 48 + 64 * 144


async def test_door_learns_who_waits_and_who_is_in(devices: Devices) -> None:
    hall = devices.hall
    fair = Attendance.occurrence_id == hall.campus.events["fair"]
    async with hall.database.write() as session:
        ben, eli = (update(Attendance).where(fair, Attendance.person_id == hall.person(key)) for key in ("ben", "eli"))
        await session.execute(ben.values(status="WAITLISTED", place=77))
        await session.execute(eli.values(checked_in_at=NOW))

    door, floor = await devices.take("fay", CHECK_IN), await devices.take("ada", SCAN)

    def status(key: str, taken: Taken) -> str | None:
        card = opened(devices.token(key), taken.octets)
        return card[3] if card is not None else None

    assert [status(key, door) for key in ("ben", "eli", "ada")] == ["WAITLISTED", "CHECKED_IN", ""]
    assert [status(key, floor) for key in ("ben", "eli", "ada")] == ["", "", ""]
    assert door.etag != floor.etag


async def test_badge_of_the_event_is_in_it_beside_the_standing_one(devices: Devices) -> None:
    hall = devices.hall
    async with hall.database.write() as session:
        fair = hall.campus.events["fair"]
        badge = await issue_badge(session, secret=SECRET, person_id=hall.person("shira"), event_id=fair, now=NOW)
    token = token_of([SECRET], badge)
    assert token is not None

    floor, door = await devices.take("ada"), await devices.take("fay", CHECK_IN)

    assert opened(token, floor.octets) is not None
    assert opened(token, door.octets) is None  # not on the list


@pytest.mark.parametrize(
    ("key", "audience"), [("shira", SCAN), ("shira", CHECK_IN), ("ada", CHECK_IN), ("dana", CHECK_IN)]
)
async def test_who_may_not_gets_none(devices: Devices, key: str, audience: RosterAudience) -> None:
    assert await devices.ask(key, audience) is None


async def test_program_needs_the_scope_to_scan(devices: Devices) -> None:
    ada = devices.hall.person("ada")

    async def ask(scope: Scope) -> Taken | None:
        return await take_roster(
            devices.hall.database,
            devices.rosters,
            settings=devices.settings,
            actor=Program(ada, frozenset({scope})),
            slug="engineering-career-fair",
            audience=SCAN,
            now=NOW,
        )

    assert await ask(Scope.CONTACTS) is None
    assert await ask(Scope.SCAN) is not None


async def test_new_key_makes_every_roster_of_before_useless(devices: Devices) -> None:
    taken = await devices.take("ada")
    hall = devices.hall
    async with hall.database.write() as session:
        fair = hall.campus.events["fair"]
        first = await renew_roster(session, actor=Member(hall.person("ruth")), occurrence_id=fair, now=NOW)
        second = await renew_roster(session, actor=Member(hall.person("ruth")), occurrence_id=fair, now=NOW)

    renewed = await devices.take("ada", have=taken.etag)

    assert (first, second) == (2, 3)
    assert renewed.whole
    assert {r[:8] for r in records_of(renewed.octets)} & {r[:8] for r in records_of(taken.octets)} == set()


async def test_base_of_before_is_known_until_eight_followed_it(devices: Devices) -> None:
    taken = await devices.take("ada")
    kept = []
    for number in range(BASES):
        devices.now = NOW + timedelta(minutes=61 * number) / 8
        await devices.hall.card("ben", name_audience=Audience.NOBODY if number % 2 else Audience.MEMBERS)
        kept.append((await devices.take("ada", have=taken.etag)).whole)

    assert kept == [False] * BASES
    assert (await devices.take("ada", have='"unknown"')).whole
    assert (await devices.take("ada", have=taken.etag.strip('"'))).whole is False


async def test_restarted_process_makes_the_same_octets(devices: Devices) -> None:
    taken = await devices.take("ada")
    devices.rosters = Rosters()

    again, changes = await devices.take("ada"), await devices.take("ada", have=taken.etag)

    assert again == taken
    assert not changes.whole


async def test_secret_that_made_badges_before_still_opens_them(devices: Devices) -> None:
    devices.settings = replace(devices.settings, secrets=(bytes(32), SECRET))

    taken = await devices.take("ada")

    assert opened(devices.token("ben"), taken.octets) is not None


async def test_what_is_new_to_a_device_is_written_down(devices: Devices) -> None:
    taken = await devices.take("ada")
    await devices.take("ada", have=taken.etag)
    await devices.hall.card("ben", name_audience=Audience.NOBODY)
    devices.later(minutes=1)
    await devices.take("ada", have=taken.etag)

    entries = await devices.hall.database.rows(
        select(AuditEntry.actor_id, AuditEntry.detail)
        .where(AuditEntry.action == Action.ROSTER_TAKEN)
        .order_by(AuditEntry.at)
    )

    fair = devices.hall.campus.events["fair"].hex
    assert [tuple(entry) for entry in entries] == [
        (devices.hall.person("ada"), f'{{"audience": "SCAN", "event": "{fair}", "what": "{what}"}}')
        for what in ("WHOLE", "CHANGES")
    ]
    assert microseconds(taken.expires_at) // 1000 == expires_at(taken.octets)
