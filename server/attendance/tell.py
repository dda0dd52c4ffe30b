"""What those who waited are told by mail, once there is a place for them."""

from collections import defaultdict
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.config import Settings
from server.mail.send import send
from server.people.models import Person


async def tell_of_places(
    session: AsyncSession, settings: Settings, got: Collection[tuple[Any, UUID]], *, now: datetime
) -> None:
    """Queue one mail for each person in `got`, which pairs instances (server.attendance.seats) with who goes there now.

    Who has no address finds it in their agenda only.
    """
    theirs: dict[UUID, list[Any]] = defaultdict(list)
    for instance, person_id in got:
        theirs[person_id].append(instance)
    if not theirs:
        return
    addresses = select(Person.id, Person.email).where(Person.id.in_(theirs), Person.email.is_not(None))
    for person_id, address in (await session.execute(addresses)).all():
        instances = theirs[person_id]
        await send(
            session,
            secret=settings.secret,
            to=address,
            subject=f"You have a place: {in_line(instances[0].name)}",
            text=(
                "A place came free, and you were next. You are going:\n\n"
                + "\n".join(when_and_where(instance, settings) for instance in instances)
                + "\nIf you don’t come after all, say so there. The next in line gets your place.\n"
            ),
            now=now,
        )


async def tell_of_loss(
    session: AsyncSession, settings: Settings, instance: Any, person_id: UUID, *, now: datetime
) -> None:
    """Queue the mail that tells somebody that they were taken off the list."""
    address = await session.scalar(select(Person.email).where(Person.id == person_id))
    text = (
        "The organizers took you off the list of those who come:\n\n"
        f"{when_and_where(instance, settings)}\n"
        "Ask them if you don’t know why. Its page says whom.\n"
    )
    subject = f"You are off the list: {in_line(instance.name)}"
    if address is not None:
        await send(session, secret=settings.secret, to=address, subject=subject, text=text, now=now)


def when_and_where(instance: Any, settings: Settings) -> str:
    """Name, time in the event's zone, and address of an instance, a line each."""
    local = instance.starts_at.astimezone(ZoneInfo(instance.time_zone))
    place = instance.time_zone.rpartition("/")[2].replace("_", " ")
    hour = "" if instance.all_day else f", {local:%H:%M} {place} time"
    return f"{in_line(instance.name)}\n{local:%A} {local.day} {local:%B %Y}{hour}\n{address_of(instance, settings)}\n"


def address_of(instance: Any, settings: Settings) -> str:
    """Where its page is."""
    at = instance.recurrence_id
    which = f"?at={at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if at is not None else ""
    return f"{settings.base_url}/events/{instance.slug}{which}"


def in_line(text: str) -> str:
    """In one line, whatever people name their things: a mail's subject has no second."""
    return " ".join(text.split())
