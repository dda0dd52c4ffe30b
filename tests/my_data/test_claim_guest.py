"""Whoever was a guest takes over what came of it, and nobody what came of somebody else's."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from conftest import NOW, SECRET, Execute
from hall import Hall, open_hall
from sqlalchemy import select, update

from schema.ids import global_id
from server.badges.awaited import is_awaited
from server.badges.claim_code import claim_code
from server.badges.issue import issue_badge
from server.badges.models import Badge, BadgeState, Guest
from server.contacts.models import Contact, Encounter
from server.contacts.notes import Note, NoteKind
from server.db import Database
from server.doors.models import CheckIn
from server.events.attendance import Attendance, AttendanceStatus
from server.keys import new_key
from server.my_data.holdings import HOLDINGS
from server.my_data.merge_guest import MOVED
from server.people.models import Block, Person, SavePolicy
from server.seed import SeededCampus

WALK_IN = """mutation($event: ID!, $id: UUID!, $name: String!, $email: String) {
  x: walkIn(input: {event: $event, id: $id, name: $name, email: $email}) {
    ... on WalkInSuccess { code claimCode } } }"""
WAITING = "{ viewer { waitingGuests { id name eventName } } }"
CLAIM = "mutation($guest: ID!) { x: claimGuest(input: {guest: $guest}) { __typename } }"
BY_CODE = """mutation($code: String!, $letters: String!) {
  x: claimBadge(input: {code: $code, claimCode: $letters}) { __typename ... on UserError { message } } }"""


class Story:
    """Shira comes to the fair as a guest, under the address by which she signs in."""

    def __init__(self, hall: Hall, execute: Execute, made: Any, guest: UUID) -> None:
        self.hall, self.execute, self.guest = hall, execute, guest
        self.code, self.letters = made["code"], made["claimCode"]
        self.shira, self.fair = hall.person("shira"), hall.campus.events["fair"]

    async def claim(self, key: str = "shira") -> str:
        answer = await self.execute(key, CLAIM, guest=global_id("guest", self.guest))
        return str(answer["data"]["x"]["__typename"])

    async def by_code(self, key: str = "shira", letters: str | None = None, code: str | None = None) -> str:
        given = {"code": code or self.code, "letters": letters or self.letters}
        return str((await self.execute(key, BY_CODE, **given))["data"]["x"]["__typename"])

    async def rows(self, model: Any, *where: Any) -> Any:
        return await self.hall.database.rows(select(model.__table__).where(*where))

    async def contact(self, owner: UUID, person: UUID) -> Any:
        return next(iter(await self.rows(Contact, Contact.owner_id == owner, Contact.person_id == person)), None)


@pytest.fixture
async def story(database: Database, campus: SeededCampus, execute: Execute) -> AsyncIterator[Story]:
    fair = global_id("event", campus.events["fair"])
    given = {"event": fair, "id": str(uuid4()), "name": "Shira B.", "email": "shira@northgate.example"}
    made = (await execute("fay", WALK_IN, **given))["data"]["x"]
    (guest,) = await database.rows(select(Guest.person_id))
    async with open_hall(database, campus) as hall:
        yield Story(hall, execute, made, guest.person_id)


async def test_owner_of_the_address_is_told_and_nobody_else(story: Story) -> None:
    hers, others = [(await story.execute(key, WAITING))["data"]["viewer"] for key in ("shira", "ada")]

    assert hers["waitingGuests"] == [
        {"id": global_id("guest", story.guest), "name": "Shira B.", "eventName": "Engineering Career Fair"}
    ]
    assert others["waitingGuests"] == []


async def test_encounters_attendance_and_contacts_come_into_the_account(story: Story) -> None:
    hall = story.hall
    await hall.scan("ada", "shira", code=story.code, event_id=story.fair)

    assert await story.claim() == "ClaimGuestSuccess"

    (met,) = await story.rows(Encounter, Encounter.scanner_id == hall.person("ada"), Encounter.person_id == story.shira)
    (came,) = await story.rows(Attendance, Attendance.person_id == story.shira, Attendance.event_id == story.fair)
    (door,) = await story.rows(CheckIn, CheckIn.person_id == story.shira)
    assert (met.event_id, came.status, came.checked_in_at, door.event_id) == (
        (story.fair, AttendanceStatus.GOING, NOW, story.fair)
    )
    assert await story.contact(hall.person("ada"), story.shira) is not None
    assert await story.contact(story.shira, hall.person("ada")) is not None
    assert await story.rows(Person, Person.id == story.guest) == []
    assert await story.claim() == "NotFound"


async def test_printed_badge_stays_good_and_is_the_accounts(story: Story) -> None:
    async with story.hall.database.write() as session:
        await issue_badge(session, secret=SECRET, person_id=story.shira, event_id=story.fair, now=NOW)

    await story.claim()

    met = await story.hall.scan("ada", "shira", code=story.code)
    badges = await story.rows(Badge, Badge.person_id == story.shira, Badge.event_id == story.fair)
    assert met.person_id == story.shira
    assert sorted(badge.state for badge in badges) == [BadgeState.ACTIVE, BadgeState.REPLACED]


async def test_one_contact_results_with_what_was_written_to_either(story: Story) -> None:
    hall = story.hall
    await hall.scan("ada", "shira", scanned_at=NOW - timedelta(days=2))
    await hall.scan("ada", "shira", code=story.code)
    of_guest = await story.contact(hall.person("ada"), story.guest)
    async with hall.database.write() as session:
        moments = {"written_at": NOW, "received_at": NOW}
        session.add(
            Note(
                id=new_key(),
                owner_id=hall.person("ada"),
                contact_id=of_guest.id,
                kind=NoteKind.NOTE,
                text="Glass",
                **moments,
            )
        )

    await story.claim()

    contact = await story.contact(hall.person("ada"), story.shira)
    notes = await story.rows(Note, Note.contact_id == contact.id)
    assert contact.last_met_at - contact.first_met_at > timedelta(days=1)
    assert [note.text for note in notes] == ["Glass"]
    assert len(await hall.encounters("ada", "shira")) == 2


async def test_nobody_meets_themselves(story: Story) -> None:
    await story.hall.scan("shira", "ada", code=story.code)

    await story.claim()

    assert await story.contact(story.shira, story.shira) is None
    assert await story.hall.encounters("shira", "shira") == []


async def test_place_that_waited_is_the_guests_and_the_first_coming_counts(story: Story) -> None:
    hers = (Attendance.person_id == story.shira, Attendance.event_id == story.fair)
    async with story.hall.database.write() as session:
        await session.execute(update(Attendance).where(*hers).values(status="WAITLISTED", place=9))

    await story.claim()

    (came,) = await story.rows(Attendance, *hers)
    assert (came.status, came.place, came.checked_in_at) == (AttendanceStatus.GOING, None, NOW)


@pytest.mark.parametrize("policy", [SavePolicy.NOBODY, SavePolicy.CONFIRM])
async def test_card_of_the_account_binds_who_saved_the_guest(story: Story, policy: SavePolicy) -> None:
    hall = story.hall
    await hall.scan("ada", "shira", code=story.code)
    await hall.card("shira", saved_by=policy)

    await story.claim()

    contact = await story.contact(hall.person("ada"), story.shira)
    nobody = policy is SavePolicy.NOBODY
    assert (contact.withdrawn_at is not None, contact.state, contact.mutual) == (
        (nobody, "ACTIVE" if nobody else "PENDING", False)
    )


async def test_whoever_blocked_the_guest_has_blocked_the_account(story: Story) -> None:
    hall = story.hall
    await hall.scan("ada", "shira", code=story.code)
    async with hall.database.write() as session:
        blocked = [("ada", story.guest), ("ben", story.guest), ("ben", story.shira), ("shira", story.guest)]
        session.add_all(Block(person_id=hall.person(key), blocked_id=whom, created_at=NOW) for key, whom in blocked)

    await story.claim()

    blocks = await story.rows(Block, Block.blocked_id == story.shira)
    assert {block.person_id for block in blocks} == {hall.person("ada"), hall.person("ben")}


async def test_guest_of_somebody_else_can_not_be_claimed(story: Story) -> None:
    assert await story.claim("ada") == "NotFound"
    assert await story.by_code("ada", "00000000") == "ClaimCodeWrong"
    assert await story.by_code("ada", story.letters, code=story.hall.code("ben")) == "ClaimCodeWrong"
    assert len(await story.rows(Person, Person.id == story.guest)) == 1


async def test_letters_from_the_desk_are_enough_in_any_spelling(story: Story) -> None:
    spelt = f" {story.letters[:4].lower()}-{story.letters[4:]} ".replace("0", "o").replace("1", "i")

    assert await story.by_code("ada", spelt) == "ClaimGuestSuccess"
    assert await story.rows(Guest) == []


async def test_letters_are_tried_ten_times_an_hour(story: Story) -> None:
    wrong = [await story.by_code("ada", "00000000") for _ in range(10)]

    assert set(wrong) == {"ClaimCodeWrong"}
    assert await story.by_code("ada") == "TooManyClaims"
    assert await story.by_code("ben") == "TooManyClaims"  # for the badge, whoever tries


async def test_letters_of_a_replaced_badge_are_worthless(story: Story) -> None:
    (badge,) = await story.rows(Badge, Badge.person_id == story.guest)
    replace = "mutation($badge: ID!) { x: replaceEventBadge(input: {badge: $badge}) { __typename } }"
    await story.execute("fay", replace, badge=global_id("badge", badge.id))
    new = next(b for b in await story.rows(Badge, Badge.person_id == story.guest) if b.state is BadgeState.ACTIVE)

    assert await story.by_code("shira") == "ClaimCodeWrong"
    assert claim_code([SECRET], new) != story.letters


async def test_address_of_a_guest_is_one_to_sign_in_by_until_it_is_claimed(story: Story, database: Database) -> None:
    async with database.read() as session:
        before = await is_awaited(session, "shira@northgate.example", NOW)
        stranger = await is_awaited(session, "nobody@lind.example", NOW)

    await story.claim()

    async with database.read() as session:
        after = await is_awaited(session, "shira@northgate.example", NOW)
    assert (before, stranger, after) == (True, False, False)


def test_every_way_to_a_person_is_decided() -> None:
    """What a guest, who can't sign in, may have is moved; a new table is decided here."""
    by_hand = {"badge.person_id", "attendance.person_id", "contact.owner_id", "contact.person_id", "guest.person_id"}
    by_hand |= {"block.blocked_id"}
    moved = {f"{model.__tablename__}.{column}" for model, column in MOVED}
    goes_with_them = {"person.id", "card.person_id"}
    never = {holding.name for holding in HOLDINGS} - moved - by_hand - goes_with_them

    assert moved | by_hand | goes_with_them <= {holding.name for holding in HOLDINGS}
    assert never == NEVER


NEVER = {
    "account_warning.person_id",
    "agenda_speaker.person_id",
    "api_token.person_id",
    "audit_entry.actor_id",
    "audit_entry.subject_id",
    "block.person_id",
    "booth_staff.person_id",
    "campus_administrator.person_id",
    "check_in.by_id",
    "check_in.undone_by_id",
    "contact_note.owner_id",
    "door_staff.person_id",
    "employer_choice.person_id",
    "event_admission.person_id",
    "event_answer.person_id",
    "event_change.actor_id",
    "event_draft.person_id",
    "event_review.sender_id",
    "event_staff.person_id",
    "external_identity.person_id",
    "feed_subscription.person_id",
    "followed_campus.person_id",
    "followed_organization.person_id",
    "followed_tag.person_id",
    "host_ask.asked_by_id",
    "import_source.added_by_id",
    "invitation.made_by_id",
    "invitation_acceptance.person_id",
    "lead_entry.author_id",
    "membership.person_id",
    "organization_contact.owner_id",
    "passkey.person_id",
    "passkey_challenge.person_id",
    "passkey_holder.person_id",
    "print_job.requested_by_id",
    "provider_role.person_id",
    "report.closed_by_id",
    "report.reporter_id",
    "saved_filter.person_id",
    "session.person_id",
    "sign_in_code.person_id",
    "speaker_ask.person_id",
    "speaker_letter.asked_by_id",
    "trusted_poster.person_id",
}
"""What only somebody has who signed in, stands at a door or a booth, or was asked by name."""
