"""What somebody types about one instance of a series becomes what is changed for it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from server.campuses.models import Place
from server.errors import FieldError, InvalidInput
from server.events.details import read_details
from server.events.instance import One
from server.events.models import Event
from server.events.times import read_times

WORDS = ("name", "summary", "description", "place_id", "room", "location_text")
"""What can be another thing for one instance, beside its time."""


async def read_changes(session: AsyncSession, one: One, given: Mapping[str, Any]) -> dict[str, Any]:
    """The columns among WORDS, `starts_at` and `ends_at` that `given` says; aware UTC. `place` is a key. Raises
    InvalidInput.

    Times are typed as local ones of the series, `2026-09-24T18:30`, with `starts_at_fold` where they come twice.
    """
    faults: list[FieldError] = []
    read = read_details({name: value for name, value in given.items() if name in WORDS}, faults)
    if "place" in given:
        read["place_id"] = given["place"]
        if given["place"] is not None and await session.get(Place, given["place"]) is None:
            faults.append(FieldError(("place",), "This place is no longer there. Choose another."))
    now = Event(  # its times are those that stay where none are given
        starts_at=one.occurrence.starts_at,
        ends_at=one.occurrence.ends_at,
        time_zone=one.event.time_zone,
        all_day=one.event.all_day,
    )
    times = read_times(now, given, faults)
    if faults:
        raise InvalidInput(*faults)
    return read | {name: times[name] for name in ("starts_at", "ends_at") if name in times}
