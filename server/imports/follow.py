"""An address that was previewed is followed from then on."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.config import Settings
from server.imports.address import fingerprint, seal_address, unseal_address
from server.imports.answers import Answers
from server.imports.errors import AlreadyFollowed, ImportGone
from server.imports.models import ImportDraft, ImportSource, SourceState
from server.imports.pace import next_time
from server.keys import new_key


async def follow(
    session: AsyncSession, settings: Settings, draft: ImportDraft, *, answers: Answers, by: UUID, now: datetime
) -> ImportSource:
    """Ask this address again and again; what it brings goes out as what `by` posts. Raises AlreadyFollowed."""
    assert draft.sealed is not None
    assert answers.every_minutes is not None
    address = unseal_address(settings.secrets, draft.id, draft.sealed)
    if address is None:
        raise ImportGone
    known = fingerprint(settings.secret, address)
    same = (ImportSource.organization_id == draft.organization_id, ImportSource.fingerprint == known)
    if await session.scalar(select(ImportSource.id).where(*same)) is not None:
        raise AlreadyFollowed
    id_ = new_key()
    source = ImportSource(
        id=id_,
        organization_id=draft.organization_id,
        sealed=seal_address(settings.secret, id_, address),
        fingerprint=known,
        shown=draft.name,
        added_by_id=by,
        every_minutes=answers.every_minutes,
        state=SourceState.ACTIVE,
        answers=answers.written(),
        next_at=next_time(now, every_minutes=answers.every_minutes, failures=0),
        created_at=now,
    )
    session.add(source)
    return source
