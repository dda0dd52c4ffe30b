"""What is tried too often has to wait: counted in the database, so that it holds over all processes."""

import hmac
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

from sqlalchemy import case, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from server.people.models import Throttle


async def charge(
    session: AsyncSession, *, subject: bytes, limit: int, within: timedelta, now: datetime
) -> datetime | None:
    """Count one more of `subject`; None while there are at most `limit` in a span, else when the span ends.

    A span begins with the first that is counted and lasts for `within`. Two statements.
    """
    insert = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert
    one = insert(Throttle).values(subject=subject, count=1, ends_at=now + within)
    over = Throttle.ends_at <= now
    counted = one.on_conflict_do_update(
        index_elements=["subject"],
        set_={
            "count": case((over, 1), else_=Throttle.count + 1),
            "ends_at": case((over, one.excluded.ends_at), else_=Throttle.ends_at),
        },
    ).returning(Throttle.count, Throttle.ends_at)
    await session.execute(delete(Throttle).where(Throttle.ends_at <= now - within))
    count, ends_at = (await session.execute(counted)).one()
    return ends_at if count > limit else None


async def is_spent(session: AsyncSession, *, subject: bytes, limit: int, now: datetime) -> datetime | None:
    """Until when `subject` has no more left, or None; counts nothing. One statement."""
    spent = select(Throttle.ends_at).where(Throttle.subject == subject, Throttle.count >= limit, Throttle.ends_at > now)
    return await session.scalar(spent)


def subject(secret: bytes, what: str, whose: str) -> bytes:
    """What stands for `whose` in the table, for one kind of thing that is counted."""
    return hmac.digest(secret, f"hallway/throttle/{what}\x1f{whose}".encode("utf-8", "replace"), "sha256")


def client_of(address: str) -> str:
    """What one client is known by: its IPv4 address, or its IPv6 network, within which it may choose freely."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return parsed.exploded[: len("0000:0000:0000:0000")]
    return str(parsed)
