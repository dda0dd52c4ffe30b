"""A series ends before one of its instances, and another event takes over from there."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from server.events.agenda import AgendaItem
from server.events.instances import as_moments, moments
from server.events.materialise import materialise_many
from server.events.models import Event, EventHost, EventOverride, EventTag
from server.events.move_answers import move_answers
from server.events.pair import ids, moved, ruled
from server.events.recurrence import local_start
from server.events.shift_rule import ended, rest
from server.events.slug import give_slug
from server.events.staff import EventStaff
from server.events.touch import touch
from server.keys import new_key

_OWN = {"id", "slug", "uid", "starts_at", "ends_at", "exdates", "rdates", "rrule", "sequence", "materialised_until"}
_MOMENTS = ("door_at", "rsvp_opens_at", "rsvp_closes_at")
_SECOND = timedelta(seconds=1)


async def split(session: AsyncSession, event: Event, cut: datetime, *, now: datetime) -> Event:
    """The new event that has the instances of `event` from the one that its rule starts at `cut` on.

    Both are written and listed. It takes over what was changed for those instances, the answers to them and the
    agenda from there on; it begins with the same tags, hosts, staff and texts, under its own UID. Calendars know no
    tie between the two: those that subscribe see the old series end and a new one begin (RFC 5545 §3.8.4.4 would
    let RANGE=THISANDFUTURE say it, which the common programs ignore).
    """
    following = _following(event, cut, now)
    zone = ZoneInfo(event.time_zone)
    overrides = (await session.scalars(select(EventOverride).where(EventOverride.event_id == event.id))).all()
    old_ids = ids(event, overrides, [*ruled(event, now=now), *(one.recurrence_id for one in overrides)])
    if event.rrule is not None:
        event.rrule = ended(event.rrule, _before(cut, zone, event.all_day), zone, all_day=event.all_day)
    event.exdates = as_moments([at for at in moments(event.exdates) if at < cut])
    event.rdates = as_moments([at for at in moments(event.rdates) if at < cut])
    event.sequence += 1
    touch(event, now)
    session.add(following)
    await give_slug(session, following)
    await _take_along(session, event.id, following.id, cut)
    for part, has in ((event, [at for at in old_ids if at < cut]), (following, [at for at in old_ids if at >= cut])):
        new_ids = ids(part, [one for one in overrides if one.recurrence_id in has], has)
        moves = {old_ids[at]: new_ids[at] for at in has if at in new_ids}
        await move_answers(session, moves, of=event.id, to=part.id)
    await materialise_many(session, [event, following], now=now)
    return following


def _following(event: Event, cut: datetime, now: datetime) -> Event:
    zone, key = ZoneInfo(event.time_zone), new_key()
    start = local_start(event.starts_at, zone, event.all_day)
    later = local_start(cut, zone, event.all_day) - start
    same = {name: getattr(event, name) for name in Event.__table__.columns.keys() if name not in _OWN}  # noqa: SIM118
    shifted = {name: at and moved(at, later, zone) for name in _MOMENTS if (at := same[name]) or True}
    rrule = event.rrule and rest(event.rrule, start, local_start(cut, zone, event.all_day))
    return Event(
        **same
        | shifted
        | {
            "id": key,
            "slug": key.hex,
            "uid": f"{key}{event.uid[event.uid.rfind('@') :] if '@' in event.uid else ''}",
            "starts_at": cut,
            "ends_at": moved(event.ends_at, later, zone),
            "rrule": rrule,
            "exdates": as_moments([at for at in moments(event.exdates) if at > cut]),
            "rdates": as_moments([at for at in moments(event.rdates) if at > cut]),
            "sequence": 0,
            "import_hash": None,
            "created_at": now,
            "updated_at": now,
        }
    )


async def _take_along(session: AsyncSession, old: UUID, new: UUID, cut: datetime) -> None:
    later = update(EventOverride).where(EventOverride.event_id == old, EventOverride.recurrence_id >= cut)
    await session.execute(later.values(event_id=new), execution_options={"synchronize_session": False})
    moves = update(AgendaItem).where(AgendaItem.event_id == old, AgendaItem.starts_at >= cut)
    await session.execute(moves.values(event_id=new))
    for model in (EventTag, EventHost, EventStaff):
        table = model.__table__
        columns = [column for column in table.columns if column.name != "event_id"]
        rows = await session.execute(select(*columns).where(table.c.event_id == old))
        if copies := [{**row._mapping, "event_id": new} for row in rows]:
            await session.execute(insert(model), copies)


def _before(cut: datetime, zone: ZoneInfo, all_day: bool) -> datetime:
    """A wall clock before `cut`, and after every instance that is."""
    return local_start(cut, zone, all_day) - _SECOND
