"""Adding places and campuses, and what whoever looks after a campus changes of it."""

from typing import Annotated, TypeAlias

import strawberry

from schema.campuses.types import Campus, as_campus
from schema.context import Info
from schema.errors import InvalidInput, NotFound, NotPermitted, ScopeMissing, SignInRequired
from schema.ids import global_id, key_of
from server import errors
from server.campuses import add_place as domain
from server.campuses import queries
from server.words import findable


@strawberry.input(description="A place that a campus has, too.")
class AddPlaceInput:
    campus: strawberry.ID = strawberry.field(description="Which campus.")
    name: str = strawberry.field(description="Its name: at most 200 letters, and no other place's of its campus.")
    address: str | None = strawberry.field(default=None, description="Postal address; may have several lines.")
    access_notes: str | None = strawberry.field(default=None, description="How to get in, also on wheels.")
    capacity: int | None = strawberry.field(default=None, description="How many people it holds, if that is known.")


@strawberry.input(description="Another campus of the university.")
class AddCampusInput:
    beside: strawberry.ID = strawberry.field(description="A campus that you look after.")
    name: str = strawberry.field(description="Its name: at most 120 letters, and no other campus's.")
    time_zone: str = strawberry.field(description="IANA time zone, such as `America/New_York`.")
    country: str = strawberry.field(description="ISO 3166-1 alpha-2.")


@strawberry.type(description="The place is there, and events may name it.")
class AddPlaceSuccess:
    id: strawberry.ID = strawberry.field(description="Of the place.")


@strawberry.type(description="The campus is there, and you look after it.")
class AddCampusSuccess:
    id: strawberry.ID = strawberry.field(description="Of the campus.")
    slug: str = strawberry.field(description="Its name in addresses and filters.")


_Not: TypeAlias = SignInRequired | ScopeMissing | NotFound | NotPermitted | InvalidInput
AddPlacePayload = Annotated[
    AddPlaceSuccess | _Not, strawberry.union("AddPlacePayload", description="The place, or why there is none.")
]
AddCampusPayload = Annotated[
    AddCampusSuccess | _Not, strawberry.union("AddCampusPayload", description="The campus, or why there is none.")
]


@strawberry.type
class CampusInHandQuery:
    @strawberry.field(description="A campus that you look after, to change it; null for others. Scope ADMIN.")
    async def campus_in_hand(
        self, info: Info, slug: Annotated[str, strawberry.argument(description="The campus's slug.")]
    ) -> Campus | None:
        database = info.context.database
        found = await queries.administered(database, actor=info.context.actor, slug=findable(slug))
        row = await queries.campus(database, found.id) if found is not None else None
        return as_campus(row) if row is not None else None


@strawberry.type
class AddPlaceMutation:
    @strawberry.mutation(description="Add a place to a campus that you look after. Scope ADMIN.")
    async def add_place(
        self, info: Info, input: Annotated[AddPlaceInput, strawberry.argument(description="Where, and what.")]
    ) -> AddPlacePayload:
        context, campus = info.context, key_of(input.campus, "campus")
        if campus is None:
            raise errors.NotFound
        given = {name: value for name, value in vars(input).items() if name != "campus"}
        async with context.database.write() as session:
            place = await domain.add_place(session, actor=context.actor, campus_id=campus, given=given, now=context.now)
        return AddPlaceSuccess(id=strawberry.ID(global_id("place", place.id)))

    @strawberry.mutation(
        description="Add a campus beside one that you look after; you look after it, too. Scope ADMIN."
    )
    async def add_campus(
        self, info: Info, input: Annotated[AddCampusInput, strawberry.argument(description="Its name, and where.")]
    ) -> AddCampusPayload:
        context, beside = info.context, key_of(input.beside, "campus")
        if beside is None:
            raise errors.NotFound
        facts = {"name": input.name, "time_zone": input.time_zone, "country": input.country}
        async with context.database.write() as session:
            campus = await domain.add_campus(session, actor=context.actor, beside=beside, **facts, now=context.now)
        return AddCampusSuccess(id=strawberry.ID(global_id("campus", campus.id)), slug=campus.slug)
