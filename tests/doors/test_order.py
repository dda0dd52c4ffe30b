"""In whatever order doors send what waited, the same is kept: decided without a database, for many orders."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from conftest import NOW
from hypothesis import given
from hypothesis import strategies as st

from server.badges.models import BadgeState
from server.doors.decide import Arrived, decide
from server.doors.facts import BadgeFacts, Facts
from server.doors.models import CheckInMethod
from server.doors.scan import AtDoor
from server.doors.turn_away import ADDS
from server.events.attendance import AttendanceStatus
from server.events.models import EventStatus

EVENT, OTHER_EVENT, OTHER_DAY = UUID(int=1), UUID(int=2), UUID(int=3)
DOORS = [UUID(int=10 + number) for number in range(3)]
SAID = [None, *AttendanceStatus]
"""What each of the people answered; the first said nothing, and their second badge is for another event."""
PEOPLE = [UUID(int=100 + number) for number in range(len(SAID))]


def what_is_known() -> Facts:
    facts = Facts()
    for key in DOORS:
        facts.doors[key] = a_door(key)
    for number, person in enumerate(PEOPLE):
        facts.names[person] = f"Person {number}"
        facts.badges[code(number, 0)] = a_badge(number, None, None)
        facts.badges[code(number, 1)] = a_badge(number, OTHER_EVENT, None)
        facts.badges[code(number, 2)] = a_badge(number, None, NOW - timedelta(minutes=30))
        if (said := SAID[number]) is not None:
            facts.answers[EVENT, person] = said
    facts.other_days[EVENT, PEOPLE[4]] = NOW + timedelta(days=7)
    return facts


def a_door(key: UUID) -> Any:
    return SimpleNamespace(
        **{"key": key, "station_id": key, "station": f"Door {key.int}", "closed_at": None, "lets_in_anyway": False},
        **{
            "staffs": True,
            "registers": True,
            "organizes": False,
            "event_id": EVENT,
            "occurrence_id": EVENT,
            "event_name": "Fair",
        },
        **{"starts_at": NOW - timedelta(hours=2), "ends_at": NOW, "status": EventStatus.SCHEDULED},
        **{"capacity": 2, "takes_rsvp": True, "time_zone": "America/New_York"},
    )


def a_badge(number: int, event_id: UUID | None, ended_at: datetime | None) -> BadgeFacts:
    state = BadgeState.ACTIVE if ended_at is None else BadgeState.REVOKED
    name = "Elsewhere" if event_id is not None else None
    return BadgeFacts(PEOPLE[number], PEOPLE[number], f"Person {number}", event_id, name, state, ended_at)


def code(person: int, badge: int) -> bytes:
    return bytes([person, badge])


scans = st.builds(
    AtDoor,
    id=st.uuids(),
    door=st.sampled_from(DOORS),
    by_id=st.just(UUID(int=7)),
    token_hash=st.builds(code, st.integers(0, len(PEOPLE) - 1), st.integers(0, 2)),
    person_id=st.none(),
    scanned_at=st.integers(0, 59).map(lambda minute: NOW - timedelta(minutes=minute)),
    how=st.just(CheckInMethod.CAMERA),
    anyway=st.just(False),
    received_at=st.just(NOW),
    late=st.just(True),
)
batches = st.lists(st.lists(scans, max_size=6), max_size=4)


def sent(order: list[list[AtDoor]]) -> tuple[Any, Any]:
    """What is kept, who came when, and which ids were refused as what."""
    facts = what_is_known()
    kept, refused = {}, set()
    for batch in order:
        answers, made = decide(batch, facts)
        for scan, answer in zip(batch, answers, strict=True):
            if not isinstance(answer, Arrived):
                refused.add((scan.id, type(answer).__name__))
        for row in made:
            kept[row.id] = (row.person_id, row.station_id, row.scanned_at, row.doubt)
            if row.doubt in ADDS:  # as keep.py puts them on the list
                facts.answers.setdefault((EVENT, row.person_id), AttendanceStatus.GOING)
    came: dict[UUID, datetime] = {}
    for person, _, at, _ in kept.values():
        came[person] = min(came.get(person, at), at)
    return (kept, came), refused


@given(batches=batches, data=st.data())
def test_the_order_of_arrival_does_not_matter(batches: list[list[AtDoor]], data: Any) -> None:
    other = data.draw(st.permutations(batches))

    assert sent(batches) == sent(other)


@given(batches=batches)
def test_what_is_sent_again_changes_nothing(batches: list[list[AtDoor]]) -> None:
    assert sent([*batches, *batches]) == sent(batches)
