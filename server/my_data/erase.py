"""A person leaves: everything about them goes, and what others keep of them is “a person who left”."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.actor import Actor, require_session
from server.attendance.leave import leave_everything
from server.audit.models import Action
from server.audit.record import record
from server.badges.models import Badge, BadgeState
from server.config import Settings
from server.contacts.keep import lock
from server.contacts.models import Contact, ContactState, Encounter
from server.db import Database
from server.errors import FieldError, InvalidInput, NotFound
from server.events.agenda import AgendaItem, AgendaSpeaker
from server.events.materialise import materialise_many
from server.events.models import Event
from server.events.speaker_letters import SpeakerLetter
from server.files.store import open_files
from server.invitations.models import Invitation
from server.mail.models import OutgoingMail
from server.mail.outbox import forget
from server.my_data.errors import HandOverFirst
from server.my_data.holdings import HOLDINGS
from server.my_data.looked_after import looked_after_alone
from server.people.card_file import CardFile
from server.people.models import Affiliation, Audience, Card, Person, SavePolicy, Throttle
from server.people.policies import grant
from server.people.throttle import subject
from server.printing.expire import forget_prints_of

WHO_LEFT = "A person who left"
SPEAKER = "A speaker who left"

_ALL_LOCKS = [UUID(int=number) for number in range(64)]
"""One for each lock of `server.contacts.keep`: no scan may be half written meanwhile."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What must be looked for in files, once the rows are gone."""

    words: tuple[str, ...]
    files: tuple[str, ...]
    """Keys of the store."""


async def erase_me(session: AsyncSession, *, actor: Actor, confirm: str, settings: Settings, now: datetime) -> Erased:
    """Erase the actor, and sign them out everywhere. Hand what it returns to `after_erasing`.

    `confirm` is what they typed: their address, or their name where they have none. Raises SignInRequired,
    SessionRequired, InvalidInput, HandOverFirst, and NotFound the second time.
    """
    member = require_session(actor)
    await lock(await session.connection(), _ALL_LOCKS)
    person = await session.get(Person, member.person_id, with_for_update=True)
    if person is None or person.erased_at is not None:
        raise NotFound

    asked = person.email or person.name
    if " ".join(confirm.split()).casefold() != asked.casefold():
        raise InvalidInput(FieldError(("confirm",), f"To erase everything, type {asked} here."))
    if alone := await looked_after_alone(session, person.id):
        raise HandOverFirst(alone)

    return await erase(session, person=person, by=person.id, settings=settings, now=now)


async def erase(session: AsyncSession, *, person: Person, by: UUID | None, settings: Settings, now: datetime) -> Erased:
    """Take away every value of `person`. Rows that others refer to stay, emptied; their ids lead nowhere.

    `by` None: Hallway itself, since nobody used the account.
    """
    id_, email, campus = person.id, person.email, person.campus_id
    words = tuple(word for word in (person.name, email) if word)
    files = tuple(key for which in CardFile if (key := getattr(person, which)) is not None)
    files += tuple(await forget_prints_of(session, id_))
    await _leave_the_programme(session, id_, now)
    await leave_everything(session, settings=settings, person_id=id_, now=now)
    for holding in HOLDINGS:
        if holding.goes:
            await session.execute(delete(holding.table).where(holding.table.c[holding.of] == id_))
    await _leave_badges(session, id_, now)
    await _leave_encounters(session, id_)
    await _leave_address_books(session, id_)
    if email is not None:
        await _leave_mail(session, email, settings)
    await _empty(session, id_, now)
    of = None if by == id_ else id_
    await record(session, actor_id=by, action=Action.ERASED, subject_id=of, campus_id=campus, now=now)
    return Erased(words, files)


async def after_erasing(database: Database, settings: Settings, erased: Erased) -> None:
    """What can only be done once the rows are gone: mails in the outbox, what SQLite has in its log, and files."""
    await forget(settings, erased.words)
    await database.scrub()
    await open_files(settings.files_url).remove(erased.files)


async def _leave_the_programme(session: AsyncSession, id_: UUID, now: datetime) -> None:
    spoken = select(AgendaSpeaker.agenda_item_id).where(AgendaSpeaker.person_id == id_)
    of = select(AgendaItem.event_id).where(AgendaItem.id.in_(spoken))
    events = (await session.scalars(select(Event).where(Event.id.in_(of)))).all()
    if not events:
        return
    theirs = update(AgendaSpeaker).where(AgendaSpeaker.person_id == id_)
    await session.execute(theirs.values(name=SPEAKER, person_id=None))
    for event in events:
        event.updated_at = now
    await materialise_many(session, events, now=now)
    if session.get_bind().dialect.name == "sqlite":
        # Deleted words stay in the index's older segments until these are merged.
        await session.execute(text("INSERT INTO event_search(event_search) VALUES('optimize')"))


async def _leave_badges(session: AsyncSession, id_: UUID, now: datetime) -> None:
    """Encounters refer to badges, so they stay, without what their codes are made of."""
    for badge in await session.scalars(select(Badge).where(Badge.person_id == id_)):
        badge.seed, badge.token_hash, badge.event_id = secrets.token_bytes(16), secrets.token_bytes(32), None
        if badge.state is BadgeState.ACTIVE:
            badge.state, badge.ended_at = BadgeState.REVOKED, now
    await session.flush()


async def _leave_encounters(session: AsyncSession, id_: UUID) -> None:
    gone = select(Person.id).where(Person.erased_at.is_not(None))
    nobody_is_left = or_(
        (Encounter.scanner_id == id_) & Encounter.person_id.in_(gone),
        (Encounter.person_id == id_) & Encounter.scanner_id.in_(gone),
    )
    await session.execute(delete(Encounter).where(nobody_is_left))
    await session.execute(update(Encounter).where(Encounter.scanner_id == id_).values(note=None))
    await session.execute(update(Encounter).where(Encounter.person_id == id_).values(granted=""))


async def _leave_address_books(session: AsyncSession, id_: UUID) -> None:
    """Others keep the contact with their own words. What they see of it is that a person left."""
    await session.execute(
        update(Contact)
        .where(Contact.person_id == id_)
        .values(
            state=ContactState.ACTIVE,
            mutual=False,
            granted=grant(["name"]),
            expires_at=None,
            withdrawn_at=None,
            employer_id=None,
        )
    )


async def _leave_mail(session: AsyncSession, email: str, settings: Settings) -> None:
    await session.execute(delete(OutgoingMail).where(OutgoingMail.recipient == email))
    await session.execute(delete(Invitation).where(Invitation.email == email))
    await session.execute(delete(SpeakerLetter).where(SpeakerLetter.email == email))
    counted = [subject(secret, "codes-of-address", email) for secret in settings.secrets]
    await session.execute(delete(Throttle).where(Throttle.subject.in_(counted)))


async def _empty(session: AsyncSession, id_: UUID, now: datetime) -> None:
    """Every column that may be empty is; so are those that come later."""
    nothing = {column.name: None for column in Person.__table__.columns if column.nullable}
    emptied = {**nothing, "name": WHO_LEFT, "affiliation": Affiliation.GUEST, "erased_at": now}
    await session.execute(
        update(Person).where(Person.id == id_).values(**emptied, created_at=now, updated_at=now),
        execution_options={"synchronize_session": False},
    )
    audiences = [column.name for column in Card.__table__.columns if column.name.endswith("_audience")]
    closed = dict.fromkeys(audiences, Audience.NOBODY) | {"name_audience": Audience.EVERYONE}
    await session.execute(
        update(Card)
        .where(Card.person_id == id_)
        .values(
            **closed,
            saved_by=SavePolicy.NOBODY,
            saves_back=False,
            shares_for_months=None,
            employers_get="",
            updated_at=now,
        ),
        execution_options={"synchronize_session": False},
    )
