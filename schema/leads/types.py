"""Leads, as GraphQL shows them to a booth's team."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import strawberry

from schema.enums import described
from schema.ids import global_id
from schema.nodes import Node
from schema.people.types import Person, as_person
from server.contacts.living import NO_NAME
from server.contacts.receipts import CardField
from server.leads.consent import LeadState, shared_fields, state_of
from server.leads.lead import Lead as Found
from server.leads.lead import Said

if TYPE_CHECKING:
    from schema.leads.booth import BoothLeads

described(
    LeadState,
    "Whether your organization sees something of a lead's card.",
    SHARED="What they granted whoever of you met them, as far as their card says now.",
    WAITING="They decide on each scan, and have not yet.",
    WITHDRAWN="They took it back. What your team wrote stays.",
    GONE="Nobody who met them has an account any more. What your team wrote stays.",
)


@strawberry.type(description="What one colleague gives a lead: the last that they gave.")
class LeadRating:
    name: str = strawberry.field(description="The colleague, as they share their name with you.")
    own: bool = strawberry.field(description="Whether it is yours.")
    stars: int = strawberry.field(description="1 to 5.")


@strawberry.type(description="A note of a colleague. It is never changed.")
class LeadNote:
    by: str = strawberry.field(description="Who wrote it, as they share their name with you.")
    own: bool = strawberry.field(description="Whether it is yours.")
    text: str = strawberry.field(description="What they wrote.")
    written_at: datetime = strawberry.field(description="When, by the device's clock.")


@strawberry.type(description="What somebody said to a question of your organization.")
class LeadAnswer:
    question: str = strawberry.field(description="The question.")
    question_id: strawberry.ID = strawberry.field(description="By which to answer it otherwise.")
    text: str = strawberry.field(description="What they said.")
    by: str = strawberry.field(description="The colleague who wrote it down, as they share their name with you.")


@strawberry.type(
    description=(
        "Somebody whom your booth met, however often and by whomever. It is your organization's: what each colleague"
        " wrote, and what the person shares with you now."
    )
)
class Lead(Node):
    found: strawberry.Private[Found]
    names: strawberry.Private[Any]
    asked: strawberry.Private[Any]
    viewer: strawberry.Private[UUID]
    encounter_id: UUID = strawberry.field(description="A scan of them at the booth: what `LeadEntryBatch` names.")
    name: str = strawberry.field(description="As they share it; “Somebody who shares no name” where they don't.")
    person: Person | None = strawberry.field(
        description="What they share with your organization now; null while waiting, withdrawn or gone."
    )
    state: LeadState = strawberry.field(description="Whether your organization sees something of their card.")
    shares: list[CardField] = strawberry.field(description="Of what your organization sees something now.")
    shares_until: datetime | None = strawberry.field(description="When that ends; null: when they withdraw it.")
    first_met_at: datetime = strawberry.field(description="When one of you first scanned them, by the device's clock.")
    last_met_at: datetime = strawberry.field(description="When one of you last scanned them, by the device's clock.")
    scanned_by: str = strawberry.field(description="Who last did, as they share their name with you.")
    stars: float | None = strawberry.field(description="The mean of what your colleagues give; null where nobody has.")
    tags: list[str] = strawberry.field(description="The team's, by name.")
    booth: Annotated["BoothLeads", strawberry.lazy("schema.leads.booth")] = strawberry.field(
        description="The booth that met them."
    )

    @strawberry.field(description="What each colleague gives, the best first.")
    def ratings(self) -> list[LeadRating]:
        given = sorted(self.found.stars.items(), key=lambda pair: (-pair[1], pair[0]))
        return [LeadRating(name=self._name(who), own=who == self.viewer, stars=stars) for who, stars in given]

    @strawberry.field(description="What colleagues wrote, the oldest first.")
    def notes(self) -> list[LeadNote]:
        return [
            LeadNote(by=self._name(n.author_id), own=n.author_id == self.viewer, text=n.text, written_at=n.written_at)
            for n in self.found.notes
        ]

    @strawberry.field(description="What they said to your organization's questions, in their order.")
    def answers(self) -> list[LeadAnswer]:
        said = ((question, self.found.answers.get(question.id)) for question in self.asked)
        return [self._answer(question, answer) for question, answer in said if answer is not None]

    def _answer(self, question: Any, said: Said) -> LeadAnswer:
        id_ = strawberry.ID(global_id("lead-question", question.id))
        return LeadAnswer(question=question.text, question_id=id_, text=said.text, by=self._name(said.author_id))

    def _name(self, key: UUID) -> str:
        return str(self.names.get(key, NO_NAME))


def as_lead(found: Found, *, booth: Any, names: Any, asked: Any, viewer: UUID) -> Lead:
    """From a lead of `server.leads.read`, with the colleagues' names and the booth's questions."""
    id_, card, state = global_id("lead", found.key), found.card, state_of(found)
    person = as_person(found.person_id, card) if state is LeadState.SHARED else None
    if person is not None:
        person.resume = f"/leads/{id_}/resume.pdf" if person.resume else None
        person.photo = None
    return Lead(
        id=strawberry.ID(id_),
        found=found,
        names=names,
        asked=asked,
        viewer=viewer,
        encounter_id=found.key,
        name=(person.name if person is not None else None) or NO_NAME,
        person=person,
        state=state,
        shares=shared_fields(found),
        shares_until=card.expires_at if person is not None else None,
        first_met_at=found.scans[-1].scanned_at,
        last_met_at=found.last_at,
        scanned_by=str(names.get(found.scans[0].scanner_id, NO_NAME)),
        stars=found.team_stars,
        tags=list(found.tags),
        booth=booth,
    )
