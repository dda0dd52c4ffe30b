"""What an invitation by mail says."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.config import Settings
from server.events.staff import StaffRole
from server.invitations.models import InvitedTo
from server.invitations.standing import Place
from server.mail.send import send
from server.organizations.models import Role
from server.people.models import Card, Person
from server.people.policies import Tier
from server.people.visible import shown

AS = {
    Role.MEMBER: "a member",
    Role.RECRUITER: "a recruiter",
    Role.ORGANIZER: "an organizer",
    Role.OFFICER: "an officer",
    StaffRole.DOOR: "a door volunteer",
    StaffRole.HOST: "a host",
}


async def mail_invitation(
    session: AsyncSession,
    settings: Settings,
    place: Place,
    *,
    role: Role | StaffRole | None,
    address: str,
    token: str,
    days: int,
    now: datetime,
) -> None:
    """Queue the mail. It names its maker only if their card shows the name to everyone: nobody knows who reads it."""
    name = shown(Person.name, Card.name_audience, Tier.STRANGER)
    maker = select(name).join(Card, Card.person_id == Person.id).where(Person.id == place.standing.person_id)
    who = await session.scalar(maker) or "Somebody who looks after it"
    await send(
        session,
        secret=settings.secret,
        to=address,
        subject=f"An invitation: {_line(_where(place))}",
        text=(
            f"{_line(who)} invites you: {_line(_what(place, role))}.\n\n"
            "Open this page, and accept if you want to:\n"
            f"{settings.base_url}/invitations/{token}\n\n"
            f"It works {'for a day' if days == 1 else f'for {days} days'}, for this address only. Nothing happens"
            " until you press the button there.\n"
            "If you know nothing of it, leave it: then you belong to nothing new.\n"
        ),
        now=now,
    )


def _what(place: Place, role: Role | StaffRole | None) -> str:
    match place.to:
        case InvitedTo.BOOTH:
            return f"to stand at booth {place.label} of {place.exhibitor}, at {place.name}"
        case InvitedTo.CAMPUS:
            return f"to look after the campus {place.name}"
        case _:
            assert role is not None
            return f"to {place.name}, as {AS[role]}"


def _where(place: Place) -> str:
    return f"booth {place.label} at {place.name}" if place.to is InvitedTo.BOOTH else place.name


def _line(text: str) -> str:
    """In one line, whatever people name their things: a mail's subject has no second."""
    return " ".join(text.split())
