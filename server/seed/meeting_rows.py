"""Who has met whom on the demo campus so far, by the same rules as every other scan."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from server.badges.arrive import Arrival
from server.badges.facts import load_facts
from server.badges.scan import decide
from server.badges.token import derive, hash_of
from server.contacts.keep import keep
from server.contacts.models import ContactState
from server.errors import Refusal
from server.keys import derived_key
from server.people.models import SavePolicy
from server.seed.dates import duration
from server.seed.event_rows import event_span
from server.seed.files import CampusFiles, MeetingEntry
from server.seed.people_rows import badge_seed

_DELAY = timedelta(seconds=1)


async def write(session: AsyncSession, files: CampusFiles, *, secret: bytes, now: datetime) -> None:
    """Every meeting: an encounter, and the contacts that the cards of both allow."""
    arrivals = [_arrival(files, number, meeting, secret, now) for number, meeting in enumerate(files.meetings)]
    arrivals.sort(key=lambda arrival: arrival.scanned_at)
    asked = {derived_key("encounter", str(number)): meeting.asked for number, meeting in enumerate(files.meetings)}
    connection = await session.connection()
    facts = await load_facts(connection, arrivals)
    outcomes = [decide([arrival for arrival in arrivals if asked[arrival.id] is None], facts)]
    for card in facts.cards.values():
        card.saved_by = SavePolicy.CONFIRM
    for arrival in arrivals:
        if asked[arrival.id] is not None:
            outcomes.append(outcome := decide([arrival], facts))
            for contact in outcome.contacts:
                if asked[arrival.id] == "declined":
                    contact.state, contact.withdrawn_at = ContactState.ACTIVE, arrival.received_at
    refused = [answer for outcome in outcomes for answer in outcome.answers if isinstance(answer, Refusal)]
    assert not refused, f"meetings.yaml holds a scan that the rules refuse: {refused[0]!r}"
    contacts = [contact for outcome in outcomes for contact in outcome.contacts]
    for contact in contacts:
        contact.id = derived_key("contact", contact.owner_id.hex, contact.person_id.hex)
    encounters = [encounter for outcome in outcomes for encounter in outcome.encounters]
    await keep(connection, encounters=encounters, contacts=contacts)


def _arrival(files: CampusFiles, number: int, meeting: MeetingEntry, secret: bytes, now: datetime) -> Arrival:
    starts_at, _ = event_span(files, files.events[meeting.event], now)
    scanned_at = starts_at + duration(meeting.after)
    assert scanned_at < now, f"a meeting of the past: {meeting}"
    return Arrival(
        id=derived_key("encounter", str(number)),
        scanner_id=derived_key("person", meeting.scanner),
        token_hash=hash_of(derive(secret, badge_seed(secret, derived_key("person", meeting.person)))),
        event_id=derived_key("event", meeting.event),
        scanned_at=scanned_at,
        how=meeting.how,
        note=meeting.note,
        received_at=scanned_at + _DELAY,
    )
