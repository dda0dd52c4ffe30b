"""The same API as a newcomer would write it: Strawberry as it comes, the ORM, DataLoaders, one transaction a scan."""

from datetime import datetime
from typing import Any
from uuid import UUID

import strawberry
from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from strawberry.dataloader import DataLoader

from schema.context import Context
from schema.ids import global_id
from server.actor import Member
from server.badges.models import Badge
from server.badges.token import hash_of, read
from server.campuses.models import Place as PlaceRow
from server.contacts.models import Contact as ContactRow
from server.contacts.models import ContactState, ScanMethod
from server.contacts.models import Encounter as EncounterRow
from server.events.models import Event as EventRow
from server.events.models import Occurrence
from server.keys import new_key
from server.organizations.models import Organization as OrganizationRow
from server.paging import Cursor
from server.people.models import Card
from server.people.models import Person as PersonRow

Info = strawberry.Info[Context, None]


async def _load(info: Info, entity: Any, key: UUID) -> Any:
    loader = info.context.loaders.get(entity)
    if loader is None:

        async def load(keys: list[UUID]) -> list[Any]:
            async with info.context.database.read() as session:
                found = {row.id: row for row in await session.scalars(select(entity).where(entity.id.in_(keys)))}
            return [found.get(key) for key in keys]

        loader = info.context.loaders[entity] = DataLoader(load_fn=load)
    return await loader.load(key)


@strawberry.type
class Organization:
    id: strawberry.ID
    name: str


@strawberry.type
class Place:
    name: str


@strawberry.type
class Event:
    id: strawberry.ID
    name: str
    starts_at: datetime
    row: strawberry.Private[EventRow]

    @strawberry.field
    async def organization(self, info: Info) -> Organization:
        row = await _load(info, OrganizationRow, self.row.organization_id)
        return Organization(id=strawberry.ID(global_id("organization", row.id)), name=row.name)

    @strawberry.field
    async def place(self, info: Info) -> Place | None:
        if self.row.place_id is None:
            return None
        row = await _load(info, PlaceRow, self.row.place_id)
        return Place(name=row.name)


@strawberry.type
class EventEdge:
    cursor: str
    node: Event


@strawberry.type
class PageInfo:
    has_next_page: bool
    end_cursor: str | None


@strawberry.type
class EventConnection:
    edges: list[EventEdge]
    page_info: PageInfo


@strawberry.input
class EventFilter:
    from_: datetime = strawberry.field(name="from")


@strawberry.type
class Query:
    @strawberry.field
    async def events(
        self, info: Info, filter: EventFilter, first: int = 20, after: str | None = None
    ) -> EventConnection:
        statement = (
            select(Occurrence, EventRow)
            .join(EventRow, EventRow.id == Occurrence.event_id)
            .where(Occurrence.listed, Occurrence.starts_at >= filter.from_)
            .order_by(Occurrence.starts_at, Occurrence.id)
            .limit(first + 1)
        )
        if after is not None:
            cursor = Cursor.decode(after)
            statement = statement.where(tuple_(Occurrence.starts_at, Occurrence.id) > (cursor.at, cursor.id))
        async with info.context.database.read() as session:
            rows = (await session.execute(statement)).all()
        edges = [
            EventEdge(
                cursor=Cursor(occurrence.starts_at, occurrence.id).encode(),
                node=Event(
                    id=strawberry.ID(global_id("event", occurrence.id)),
                    name=event.name,
                    starts_at=occurrence.starts_at,
                    row=event,
                ),
            )
            for occurrence, event in rows[:first]
        ]
        return EventConnection(
            edges=edges,
            page_info=PageInfo(has_next_page=len(rows) > first, end_cursor=edges[-1].cursor if edges else None),
        )


@strawberry.input
class ScanBadgeInput:
    id: UUID
    code: str
    scanned_at: datetime
    how: str


@strawberry.type
class Encounter:
    id: strawberry.ID
    scanned_at: datetime


@strawberry.type
class Contact:
    id: strawberry.ID
    name: str
    mutual: bool


@strawberry.type
class ScanBadgeSuccess:
    already_met: bool
    encounter: Encounter
    contact: Contact


@strawberry.type
class Mutation:
    @strawberry.mutation
    async def scan_badge(self, info: Info, input: ScanBadgeInput) -> ScanBadgeSuccess:
        context = info.context
        assert isinstance(context.actor, Member)
        me = context.actor.person_id
        async with context.database.write() as session:
            badge = (await session.scalars(select(Badge).where(Badge.token_hash == hash_of(read(input.code))))).one()
            person = await session.get_one(PersonRow, badge.person_id)
            card = await session.get_one(Card, person.id)
            encounter = await session.get(EncounterRow, input.id)
            if encounter is None:
                encounter = EncounterRow(
                    id=input.id,
                    scanner_id=me,
                    person_id=person.id,
                    badge_id=badge.id,
                    scanned_at=input.scanned_at,
                    received_at=context.now,
                    how=ScanMethod(input.how),
                    granted="",
                )
                session.add(encounter)
            contact, met = await _contact(session, context, me, person.id, input.scanned_at)
            if card.saves_back:
                back, _ = await _contact(session, context, person.id, me, input.scanned_at)
                back.mutual = contact.mutual = True
            await session.flush()
        return ScanBadgeSuccess(
            already_met=met,
            encounter=Encounter(
                id=strawberry.ID(global_id("encounter", encounter.id)), scanned_at=encounter.scanned_at
            ),
            contact=Contact(
                id=strawberry.ID(global_id("contact", contact.id)), name=person.name, mutual=contact.mutual
            ),
        )


async def _contact(
    session: AsyncSession, context: Context, owner: UUID, person: UUID, at: datetime
) -> tuple[ContactRow, bool]:
    found = select(ContactRow).where(ContactRow.owner_id == owner, ContactRow.person_id == person)
    contact = (await session.scalars(found)).one_or_none()
    if contact is not None:
        contact.last_met_at = max(contact.last_met_at, at)
        return contact, True
    contact = ContactRow(
        id=new_key(),
        owner_id=owner,
        person_id=person,
        state=ContactState.ACTIVE,
        mutual=False,
        first_met_at=at,
        last_met_at=at,
        created_at=context.now,
    )
    session.add(contact)
    return contact, False


schema = strawberry.Schema(query=Query, mutation=Mutation)
