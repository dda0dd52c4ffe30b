"""What is on that might be for somebody, and why."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, exists, literal, select, union_all

from server.actor import Actor, Scope, member_with
from server.campuses.models import Campus
from server.db import Database, Instant, Key
from server.events.attendance import Attendance
from server.events.models import EventStatus, Occurrence, OccurrenceTag
from server.finding.contacts_going import going, name_of_contact
from server.following.models import FollowedCampus, FollowedOrganization, FollowedTag
from server.organizations.models import Organization
from server.people.models import Person
from server.words import findable

AHEAD = timedelta(days=30)
EACH = 60
"""How many are considered for one sort of reason."""


class Reason(StrEnum):
    """Why an event might be for somebody; the strongest first."""

    CONTACT_GOING = "CONTACT_GOING"
    FOLLOWED_ORGANIZATION = "FOLLOWED_ORGANIZATION"
    FOLLOWED_TAG = "FOLLOWED_TAG"
    INTEREST = "INTEREST"
    FOLLOWED_CAMPUS = "FOLLOWED_CAMPUS"


_WEIGHT = {reason: len(Reason) - n for n, reason in enumerate(Reason)}
_viewer = bindparam("viewer", type_=Key())
_since, _until = bindparam("since", type_=Instant()), bindparam("until", type_=Instant())


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An occurrence, and why it is suggested: what the reason is about is a name or a tag."""

    occurrence_id: UUID
    starts_at: datetime
    reasons: list[tuple[Reason, str]]


async def for_you(database: Database, *, actor: Actor, now: datetime, first: int = 10) -> list[Suggestion]:
    """Up to `first` (20 at most) that start within 30 days, those with the strongest reasons first, then by start.

    Left out is what the viewer answered to, and what is cancelled. Nothing for strangers and programs without
    READ_EVENTS. Two statements.
    """
    member = member_with(actor, Scope.READ_EVENTS)
    if member is None:
        return []
    (own,) = await database.rows(select(Person.interests).where(Person.id == member.person_id))
    interests = [findable(line.strip().lower()) for line in (own.interests or "").splitlines() if line.strip()]
    values: dict[str, Any] = {"viewer": member.person_id, "since": now, "until": now + AHEAD, "interests": interests}
    reasons: dict[tuple[datetime, UUID], dict[Reason, str]] = defaultdict(dict)
    for row in await database.rows(_STATEMENT, values):
        reasons[row.starts_at, row.id].setdefault(Reason(row.reason), row.about)
    found = [
        Suggestion(id_, starts_at, [(reason, why[reason]) for reason in Reason if reason in why])
        for (starts_at, id_), why in reasons.items()
    ]
    found.sort(key=lambda one: (-sum(_WEIGHT[reason] for reason, _ in one.reasons), one.starts_at, one.occurrence_id))
    return found[: min(first, 20)]


def _arm(reason: Reason, about: Any, source: Any, *where: ColumnElement[bool]) -> Select[Any]:
    answered = exists().where(Attendance.occurrence_id == Occurrence.id, Attendance.person_id == _viewer)
    found = (
        select(Occurrence.id, Occurrence.starts_at, literal(reason.value).label("reason"), about.label("about"))
        .select_from(source)
        .where(*where, Occurrence.listed, Occurrence.starts_at >= _since, Occurrence.starts_at < _until)
        .where(Occurrence.status != EventStatus.CANCELLED, ~answered)
        .order_by(Occurrence.starts_at, Occurrence.id)
        .limit(EACH)
        .subquery()
    )
    return select(found)


_STATEMENT = union_all(
    _arm(
        Reason.CONTACT_GOING,
        (
            _met := going(Attendance.occurrence_id, name_of_contact.label("name"))
            .where(Attendance.listed_at >= _since, Attendance.listed_at < _until)
            .subquery("met")
        ).c.name,
        _met.join(Occurrence.__table__, Occurrence.id == _met.c.occurrence_id),
    ),
    _arm(
        Reason.FOLLOWED_ORGANIZATION,
        Organization.name,
        FollowedOrganization.__table__.join(Organization.__table__).join(
            Occurrence.__table__, Occurrence.organization_id == Organization.id
        ),
        FollowedOrganization.person_id == _viewer,
    ),
    _arm(
        Reason.FOLLOWED_TAG,
        FollowedTag.tag,
        FollowedTag.__table__.join(OccurrenceTag.__table__, OccurrenceTag.tag == FollowedTag.tag).join(
            Occurrence.__table__, Occurrence.id == OccurrenceTag.occurrence_id
        ),
        *(FollowedTag.person_id == _viewer, OccurrenceTag.starts_at >= _since, OccurrenceTag.starts_at < _until),
    ),
    _arm(
        Reason.INTEREST,
        OccurrenceTag.tag,
        OccurrenceTag.__table__.join(Occurrence.__table__, Occurrence.id == OccurrenceTag.occurrence_id),
        *(OccurrenceTag.starts_at >= _since, OccurrenceTag.starts_at < _until),
        OccurrenceTag.tag.in_(bindparam("interests", type_=OccurrenceTag.tag.type, expanding=True)),
    ),
    _arm(
        Reason.FOLLOWED_CAMPUS,
        Campus.name,
        FollowedCampus.__table__.join(Campus.__table__).join(Occurrence.__table__, Occurrence.campus_id == Campus.id),
        FollowedCampus.person_id == _viewer,
    ),
)
