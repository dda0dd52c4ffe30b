"""Whoever was invited by an address, asked to speak, or brought in as a guest with it, may sign in by it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.badges.models import Guest
from server.events.speaker_letters import SpeakerLetter
from server.invitations.welcome import is_invited


async def is_awaited(session: AsyncSession, email: str, now: datetime) -> bool:
    """As `is_invited`, and where an unclaimed guest has exactly this address, or whoever has it is asked to speak.

    Costs the same whoever is asked about."""
    by_invitation = await is_invited(session, email, now)
    guest = await session.scalar(select(Guest.person_id).where(Guest.email == email).limit(1))
    letter = await session.scalar(select(SpeakerLetter.email).where(SpeakerLetter.email == email).limit(1))
    return by_invitation or guest is not None or letter is not None
