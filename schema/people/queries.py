"""Who is signed in, and who is who."""

from uuid import UUID

import strawberry

from schema.context import Context, Info
from schema.nodes import fetched_by
from schema.people.types import Person, as_person
from schema.people.viewer import Viewer
from server.actor import Anonymous, Scope, require_scope
from server.contacts import person as people_seen
from server.people import demo_sign_in


@strawberry.type(description="One of the cast of the demo campus, as whom anybody may sign in.")
class DemoPerson:
    name: str = strawberry.field(description="Their name.")
    headline: str | None = strawberry.field(description="What they are about, where they share it.")
    sign_in_path: str = strawberry.field(description="Path of the link that signs a browser in as them.")


@strawberry.type
class PeopleQuery:
    @strawberry.field(
        description=(
            "You; null when nobody is signed in. An API token without the scope CONTACTS is told so by an error with"
            " the code `ScopeMissing`."
        )
    )
    def viewer(self, info: Info) -> Viewer | None:
        actor = info.context.actor
        if isinstance(actor, Anonymous):
            return None
        return Viewer(person_id=require_scope(actor, Scope.CONTACTS).person_id)

    @strawberry.field(description="Whom one can be in the demo, in the cast's order; empty on a real installation.")
    async def demo_people(self, info: Info) -> list[DemoPerson]:
        found = await demo_sign_in.demo_people(info.context.database, info.context.settings)
        return [DemoPerson(name=one.name, headline=one.headline, sign_in_path=one.sign_in_path) for one in found]


@fetched_by("person")
async def person(context: Context, key: UUID) -> Person | None:
    row = await people_seen.person(context.database, actor=context.actor, id_=key)
    return as_person(row.id, row) if row is not None else None
