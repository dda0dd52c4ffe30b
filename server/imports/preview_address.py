"""An organizer sees what an address would bring, before it is followed."""

from datetime import datetime

from server.config import Settings
from server.db import Database
from server.imports.address import read_address, seal_address, shown
from server.imports.answers import Answers
from server.imports.errors import FileUnreadable
from server.imports.fetch import CalendarUnreachable, fetch
from server.imports.host import Host
from server.imports.models import ImportDraft
from server.imports.preview import keep_draft
from server.imports.read_file import MAX_OCTETS, read_file
from server.imports.sources import read_interval
from server.keys import new_key


async def preview_address(
    database: Database, settings: Settings, *, host: Host, address: str, every_minutes: int, now: datetime
) -> ImportDraft:
    """Fetch it, and keep what it gave until it is imported. Raises InvalidInput and FileUnreadable."""
    address = read_address(address)
    answers = Answers(every_minutes=read_interval(every_minutes))
    try:
        fetched = await fetch(address, private=settings.private_calendars, most=MAX_OCTETS)
    except CalendarUnreachable as fault:
        raise FileUnreadable(fault.message) from fault
    assert fetched.octets is not None
    await read_file(fetched.octets, zone=host.zone, answers=answers, now=now)
    id_ = new_key()
    async with database.write() as session:
        draft = await keep_draft(
            session,
            host=host,
            name=shown(address),
            octets=fetched.octets,
            answers=answers,
            sealed=seal_address(settings.secret, id_, address),
            id_=id_,
            now=now,
        )
        draft.etag, draft.last_modified = fetched.etag, fetched.last_modified
    return draft
