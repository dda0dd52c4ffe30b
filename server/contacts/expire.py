"""What people share for a time ends when the time is over, without anybody's doing."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, exists, select

from server.contacts.models import Contact, ContactState
from server.contacts.withdraw import expire_grants
from server.db import Database, Instant

EVERY = timedelta(seconds=30)
"""How often a server looks: for so long at most is shown what is over."""

_due = select(
    exists()
    .where(Contact.expires_at <= bindparam("now", type_=Instant()), Contact.withdrawn_at.is_(None))
    .where(Contact.state == ContactState.ACTIVE)
)


async def expire_due(database: Database, *, now: datetime) -> int:
    """Withdraw the grants that ended until `now`; from how many. Where there are none, nothing is written.

    Several processes may do so at once: each grant ends once.
    """
    (due,) = await database.rows(_due, {"now": now})
    if not due[0]:
        return 0
    async with database.write() as session:
        return await expire_grants(session, now=now)
