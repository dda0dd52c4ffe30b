"""The leads of one booth and what is said of them, loaded once for all fields that ask for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from schema.context import Context
from schema.leads.types import Lead, as_lead
from schema.loaders import loader
from server.actor import Scope, member_with
from server.leads.lead import Lead as Found
from server.leads.questions import questions_at
from server.leads.read import colleagues, leads


@dataclass(frozen=True, slots=True)
class Team:
    """What the viewer's colleagues share."""

    viewer: UUID
    found: Sequence[Found]
    names: Mapping[UUID, str]
    """Of those who scanned or wrote."""
    asked: Sequence[Any]
    """The questions, also those that have ended."""

    def lead(self, found: Found, booth: Any) -> Lead:
        """`booth`: the GraphQL object that holds it."""
        return as_lead(found, booth=booth, names=self.names, asked=self.asked, viewer=self.viewer)


async def load_team(context: Context, booth: Any) -> Team:
    """Of a booth, a row of `server.leads.standing.BOOTH`, that the actor was given. Five statements."""
    member = member_with(context.actor, Scope.SCAN)
    assert member is not None, "nobody else was given a booth"
    viewer = member.person_id

    async def load(_keys: Sequence[UUID]) -> Mapping[UUID, Team]:
        database = context.database
        found = await leads(database, booth)
        names = await colleagues(database, found, viewer=viewer)
        return {booth.id: Team(viewer, found, names, await questions_at(database, booth))}

    team = await loader(context, ("leads", booth.id), load).load(booth.id)
    assert team is not None
    return team
