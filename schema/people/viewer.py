"""Everything that is the viewer's own hangs below `viewer`."""

from typing import Annotated
from uuid import UUID

import strawberry

from schema.attendance.agenda import AgendaOwner
from schema.badges.jobs import ScanJobHolder
from schema.badges.queries import BadgeHolder
from schema.contacts.block import Keeper
from schema.contacts.employer_choice import EmployerChooser
from schema.contacts.notes import Notebook
from schema.contacts.organizations import OrganizationBook
from schema.contacts.queries import AddressBook
from schema.contacts.receipts import CardOwner
from schema.context import Info
from schema.events.speaking import TalkOwner
from schema.feeds.subscriptions import Subscriber
from schema.finding.for_you import Suggested
from schema.finding.saved_filters import FilterKeeper
from schema.following.queries import Follower
from schema.invitations.queries import Belonging
from schema.leads.queries import BoothHolder
from schema.my_data.activity import Watched
from schema.my_data.claim_guest import ClaimHolder
from schema.my_data.export import DataOwner
from schema.people.api_tokens import TokenOwner
from schema.people.card import Card, as_card
from schema.people.passkeys import PasskeyOwner
from schema.people.sessions import SignedInViewer
from schema.people.types import Person, as_person
from server.campuses.queries import time_zone_of
from server.people.card_seen_as import Eyes, card_seen_as
from server.people.queries import own_card, own_person


@strawberry.type(description="Whoever is signed in, and all that is theirs.")
class Viewer(
    AgendaOwner,
    BadgeHolder,
    ScanJobHolder,
    BoothHolder,
    OrganizationBook,
    AddressBook,
    Notebook,
    SignedInViewer,
    TokenOwner,
    Subscriber,
    PasskeyOwner,
    Belonging,
    Watched,
    DataOwner,
    CardOwner,
    Keeper,
    EmployerChooser,
    Follower,
    FilterKeeper,
    Suggested,
    TalkOwner,
    ClaimHolder,
):
    person_id: strawberry.Private[UUID]

    @strawberry.field(description="Yourself, with every field you have filled in, whoever else may see it.")
    async def person(self, info: Info) -> Person:
        row = await own_person(info.context.database, self.person_id)
        assert row is not None, "a session and an API token go with their person"
        return as_person(row.id, row)

    @strawberry.field(description="Who sees what of you, and who may save you.")
    async def card(self, info: Info) -> Card:
        return as_card(await own_card(info.context.database, self.person_id))

    @strawberry.field(description="What others see of you at this moment, by the rules that hold for them.")
    async def card_seen_by(
        self, info: Info, eyes: Annotated[Eyes, strawberry.argument(description="Through whose eyes.")]
    ) -> Person:
        row = await card_seen_as(info.context.database, person_id=self.person_id, eyes=eyes)
        return as_person(row.id, row)

    @strawberry.field(description="The IANA zone in which you read your own times: yours, else that of your campus.")
    async def time_zone(self, info: Info) -> str:
        return await time_zone_of(info.context.database, self.person_id)
