"""An address is asked, and what it answers becomes events."""

from datetime import datetime, timedelta
from uuid import UUID

from server.config import Settings
from server.db import Database
from server.errors import Refusal
from server.imports.address import unseal_address
from server.imports.announcing import Announcing
from server.imports.claim import claim, due
from server.imports.errors import FileUnreadable
from server.imports.fetch import fetch
from server.imports.host import host_where
from server.imports.models import SourceResult
from server.imports.read_file import MAX_OCTETS
from server.imports.take import Asking, note, take
from server.imports.words import failed
from server.organizations.models import Organization

ASK_EVERY = timedelta(minutes=1)
"""How often the server looks whose time has come."""
UNSEALED = "Its address can’t be read any more. Remove it, and add the address again."


async def ask_due(database: Database, settings: Settings, *, announcing: Announcing, now: datetime) -> int:
    """Ask all whose time has come, one after the other; how many were. Several processes share them."""
    found = await due(database, now=now)
    return sum([await ask(database, settings, source_id, announcing=announcing, now=now) for source_id in found])


async def ask(
    database: Database,
    settings: Settings,
    source_id: UUID,
    *,
    early: bool = False,
    most_may_go: bool = False,
    announcing: Announcing,
    now: datetime,
) -> bool:
    """Ask one address; False where another process does, or its time has not come. What fails is noted, not raised.

    `most_may_go` says that somebody looked, and more than half of its events are gone indeed.
    """
    source = await claim(database, source_id, now=now, early=early)
    if source is None:
        return False
    host = await host_where(database, Organization.id == source.organization_id)
    assert host is not None
    asking = Asking(database, source, host, announcing, now)
    address = unseal_address(settings.secrets, source.id, source.sealed)
    try:
        if address is None:
            raise FileUnreadable(UNSEALED)
        fetched = await fetch(
            address,
            private=settings.private_calendars,
            etag=source.etag,
            last_modified=source.last_modified,
            most=MAX_OCTETS,
        )
        await take(asking, fetched, most_may_go=most_may_go)
    except Refusal as refusal:
        count = source.failures + 1
        await note(asking, SourceResult.FAILED, failed(str(refusal), count), failures=count)
    return True
