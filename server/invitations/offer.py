"""Somebody opens an invitation's link: what they are invited to, by whom, and whether it still works for them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, bindparam, exists, func, literal, select
from sqlalchemy.orm import aliased

from server.actor import Actor, Scope, member_with
from server.campuses.models import Campus
from server.contacts.living import NO_NAME
from server.db import Database, Key
from server.events.booths import Booth
from server.events.models import Event
from server.invitations.accept import why_over
from server.invitations.errors import WhyOver
from server.invitations.invite import invitation_hash
from server.invitations.models import Invitation, InvitationAcceptance
from server.invitations.queries import name_seen, with_card
from server.organizations.models import Organization
from server.people.models import Card, Person
from server.people.policies import Tier
from server.people.visible import shown


class OfferState(StrEnum):
    """How an invitation stands, to whoever opened its link."""

    OPEN = "OPEN"
    ACCEPTED = "ACCEPTED"
    FOR_ANOTHER = "FOR_ANOTHER"
    EXPIRED = "EXPIRED"
    WITHDRAWN = "WITHDRAWN"
    USED_UP = "USED_UP"


@dataclass(frozen=True, slots=True)
class Offer:
    row: Any
    """The invitation, with the columns of `PLACE`."""
    maker: str
    state: OfferState


_viewer = bindparam("viewer", type_=Key())
_AtBooth, _Exhibitor = aliased(Event), aliased(Organization)

PLACE: tuple[ColumnElement[Any], ...] = (
    func.coalesce(Organization.slug, Event.slug, _AtBooth.slug, Campus.slug).label("slug"),
    func.coalesce(Organization.name, Event.name, _AtBooth.name, Campus.name).label("place"),
    Booth.label.label("label"),
    _Exhibitor.name.label("exhibitor"),
)
_accepted = exists().where(
    InvitationAcceptance.invitation_id == Invitation.id, InvitationAcceptance.person_id == _viewer
)
_Reader = aliased(Person)
_INVITATION = (
    select(Invitation.__table__, *PLACE)
    .outerjoin(Organization, Organization.id == Invitation.organization_id)
    .outerjoin(Event, Event.id == Invitation.event_id)
    .outerjoin(Booth, Booth.id == Invitation.booth_id)
    .outerjoin(_AtBooth, _AtBooth.id == Booth.event_id)
    .outerjoin(_Exhibitor, _Exhibitor.id == Booth.organization_id)
    .outerjoin(Campus, Campus.id == Invitation.campus_id)
    .where(Invitation.token_hash == bindparam("hash"))
)
_TO_MEMBER = with_card(
    _INVITATION.add_columns(
        name_seen,
        _accepted.label("accepted"),
        select(_Reader.email).where(_Reader.id == _viewer).scalar_subquery().label("reader"),
    ),
    Invitation.made_by_id,
)
_TO_STRANGER = (
    _INVITATION.add_columns(
        shown(Person.name, Card.name_audience, Tier.STRANGER).label("name"),
        literal(False).label("accepted"),
        literal(None).label("reader"),
    )
    .join(Person, Person.id == Invitation.made_by_id)
    .join(Card, Card.person_id == Person.id)
)


async def offer(database: Database, *, actor: Actor, token: str, now: datetime) -> Offer | None:
    """The invitation behind a link; changes nothing.

    None where it is unknown, and where it no longer works and whoever asks was not meant: strangers, and accounts
    other than the one that it is bound to. A program without ADMIN is a stranger.
    """
    member = member_with(actor, Scope.ADMIN)
    async with database.read() as session:
        statement, values = (_TO_STRANGER, {}) if member is None else (_TO_MEMBER, {"viewer": member.person_id})
        row = (await session.execute(statement, {**values, "hash": invitation_hash(token)})).one_or_none()
        if row is None:
            return None
        why = await why_over(session, row, now=now)
    state = _state(row, why, signed_in=member is not None)
    return None if state is None else Offer(row, row.name or NO_NAME, state)


def _state(row: Any, why: WhyOver | None, *, signed_in: bool) -> OfferState | None:
    meant = row.email is None or row.email == row.reader
    if row.accepted and meant:
        return OfferState.ACCEPTED
    if why is not None:
        return OfferState(why.value) if signed_in and meant else None
    return OfferState.OPEN if meant or not signed_in else OfferState.FOR_ANOTHER
