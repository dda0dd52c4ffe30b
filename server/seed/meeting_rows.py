"""Who has met whom on the demo campus: encounters, and the contacts that came of them."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from server.contacts.models import Contact, ContactState, Encounter
from server.keys import derived_key
from server.people.models import Audience, Card
from server.people.policies import AUDIENCE_OF, Tier, may_see_field
from server.seed.dates import duration
from server.seed.event_rows import event_span
from server.seed.files import CampusFiles, MeetingEntry, PersonEntry


async def write(session: AsyncSession, files: CampusFiles, *, now: datetime) -> None:
    """Every meeting, as the badge's scan would have left it."""
    meetings = [(_moment(files, meeting, now), meeting) for meeting in files.meetings]
    saved: dict[tuple[str, str], list[datetime]] = {}
    for at, meeting in meetings:
        saved.setdefault((meeting.scanner, meeting.person), []).append(at)
        if files.people[meeting.person].saves_back:
            saved.setdefault((meeting.person, meeting.scanner), []).append(at)
    encounters = [
        _encounter(str(number), meeting, at, files.people[meeting.person], mutual=_is_mutual(saved, meeting))
        for number, (at, meeting) in enumerate(meetings)
    ]
    contacts = [
        _contact(owner, person, moments, mutual=(person, owner) in saved) for (owner, person), moments in saved.items()
    ]
    await session.execute(insert(Encounter), encounters)
    await session.execute(insert(Contact), contacts)


def _moment(files: CampusFiles, meeting: MeetingEntry, now: datetime) -> datetime:
    starts_at, _ = event_span(files, files.events[meeting.event], now)
    return starts_at + duration(meeting.after)


def _is_mutual(saved: dict[tuple[str, str], list[datetime]], meeting: MeetingEntry) -> bool:
    return (meeting.person, meeting.scanner) in saved


def _encounter(
    number: str, meeting: MeetingEntry, at: datetime, person: PersonEntry, *, mutual: bool
) -> dict[str, Any]:
    event_id = derived_key("event", meeting.event)
    person_id = derived_key("person", meeting.person)
    return {
        "id": derived_key("encounter", number),
        "scanner_id": derived_key("person", meeting.scanner),
        "person_id": person_id,
        "badge_id": derived_key("badge", person_id.hex),
        "event_id": event_id,
        "occurrence_id": event_id,
        "booth_id": None,
        "scanned_at": at,
        "received_at": at + timedelta(seconds=1),
        "how": meeting.how,
        "note": meeting.note,
        "granted": " ".join(_granted(person, Tier.MET if mutual else Tier.MEMBER)),
    }


def _contact(owner: str, person: str, moments: list[datetime], *, mutual: bool) -> dict[str, Any]:
    return {
        "id": derived_key("contact", owner, person),
        "owner_id": derived_key("person", owner),
        "person_id": derived_key("person", person),
        "name": None,
        "state": ContactState.ACTIVE,
        "mutual": mutual,
        "first_met_at": min(moments),
        "last_met_at": max(moments),
        "created_at": min(moments),
    }


def _granted(person: PersonEntry, tier: Tier) -> list[str]:
    """Names of the fields that the card showed to a viewer of `tier`."""
    columns = Card.__table__.columns
    usual: dict[str, Audience] = {name: columns[name].default.arg for name in set(AUDIENCE_OF.values())}
    audiences = usual | {f"{field}_audience": audience for field, audience in person.shares.items()}
    return [field for field, column in AUDIENCE_OF.items() if may_see_field(audiences[column], tier)]
