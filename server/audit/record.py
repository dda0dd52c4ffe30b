"""An act that matters is written down, in the transaction that does it."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import ScalarSelect, insert
from sqlalchemy.ext.asyncio import AsyncSession

from server.audit.models import Action, AuditEntry
from server.keys import new_key

NOTHING: Mapping[str, str] = MappingProxyType({})

_WORD = re.compile(r"[A-Za-z0-9_-]{1,64}")


async def record(
    session: AsyncSession,
    *,
    actor_id: UUID | None,
    action: Action,
    subject_id: UUID | None = None,
    campus_id: UUID | ScalarSelect[UUID | None] | None = None,
    detail: Mapping[str, str] = NOTHING,
    now: datetime,
) -> None:
    """Write one entry; it stays if the caller's transaction is committed. Each call is an entry of its own.

    `actor_id` None: nobody was signed in, or Hallway itself. `subject_id`: whose account it is, where that is not the
    actor's. `campus_id`: whose administrators read it, or a statement that says so. `detail` holds names of things and
    ids, such as `{"how": "EMAIL"}`: letters, digits, `_` and `-`, at most 64. Raises ValueError for any other, since
    personal values could never be taken out of it again.
    """
    for name, value in detail.items():
        if not (_WORD.fullmatch(name) and _WORD.fullmatch(value)):
            raise ValueError(f"the detail {name!r} of an audit entry is neither a name nor an id")
    await session.execute(
        insert(AuditEntry).values(
            id=new_key(),
            at=now,
            actor_id=actor_id,
            action=action,
            subject_id=subject_id,
            campus_id=campus_id,
            detail=written(detail),
        )
    )


def written(detail: Mapping[str, str]) -> str:
    """A detail as it is kept."""
    return json.dumps(dict(detail), sort_keys=True)
