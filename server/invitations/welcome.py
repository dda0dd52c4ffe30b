"""Whoever is invited by mail may join by that address, though the university's people have other ones."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from server.invitations.models import Invitation


async def is_invited(session: AsyncSession, email: str, now: datetime) -> bool:
    """Whether an invitation to exactly this address, in lower case, is open. One statement, whatever the answer.

    Whether its maker may still invite is left to accepting it: then somebody has an account, and no role.
    """
    theirs = exists().where(
        Invitation.email == email,
        Invitation.withdrawn_at.is_(None),
        Invitation.expires_at > now,
        Invitation.uses < Invitation.max_uses,
    )
    return bool(await session.scalar(select(theirs)))
