"""Open invitations of the demo campus."""

import hmac
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from server.badges.token import subkey
from server.invitations.invite import USUAL_DAYS, invitation_hash
from server.invitations.models import Invitation, InvitedTo
from server.keys import derived_key
from server.seed.files import CampusFiles

_MADE = timedelta(days=1)


async def write(session: AsyncSession, files: CampusFiles, *, secret: bytes, now: datetime) -> None:
    """All of them, a day old."""
    rows = [
        {
            "id": derived_key("invitation", key, str(number)),
            "token_hash": invitation_hash(demo_invitation(secret, key, number)),
            "to": InvitedTo.ORGANIZATION,
            "organization_id": derived_key("organization", key),
            "role": invitation.role,
            "email": invitation.email,
            "made_by_id": derived_key("person", invitation.by),
            "max_uses": invitation.uses,
            "uses": 0,
            "created_at": now - _MADE,
            "expires_at": now - _MADE + timedelta(days=USUAL_DAYS),
        }
        for key, entry in files.organizations.items()
        for number, invitation in enumerate(entry.invitations)
    ]
    table: Any = Invitation.__table__  # the class would write those with an address apart
    await session.execute(insert(table), rows)


def demo_invitation(secret: bytes, organization: str, number: int) -> str:
    """The token in the link of one of an organization's open invitations, the same at every seeding."""
    digest = hmac.digest(subkey(secret, "demo-invitation"), f"{organization} {number}".encode(), "sha256")
    return urlsafe_b64encode(digest).decode("ascii").rstrip("=")
