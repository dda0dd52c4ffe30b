"""A device sends the scans that it made, one or many, and learns what came of each."""

from collections.abc import Sequence
from datetime import datetime

from server.actor import Actor, Scope, require_member
from server.badges.arrive import Arrival, Scan, arrive
from server.badges.record import Answer, EncounterWriter
from server.errors import FieldError, InvalidInput, Refusal

MAX_SCANS = 500
"""In one request."""


async def send_scans(
    writer: EncounterWriter, *, actor: Actor, now: datetime, scans: Sequence[Scan | Refusal], in_full: bool = True
) -> list[Answer]:
    """An answer to each scan, in order, given when those that are kept are on disk. See `EncounterWriter.submit`.

    A scan that the caller found wrong already stands as its refusal. Each scan sent again is answered as the first
    time. Raises SignInRequired, ScopeMissing, Busy, and InvalidInput for more than MAX_SCANS.
    """
    member = require_member(actor, Scope.SCAN)
    if len(scans) > MAX_SCANS:
        raise InvalidInput(FieldError(("encounters",), f"Send {MAX_SCANS} at a time or fewer, not {len(scans)}."))

    checked: list[Arrival | Refusal] = []
    for scan in scans:
        try:
            checked.append(scan if isinstance(scan, Refusal) else arrive(scan, scanner_id=member.person_id, now=now))
        except Refusal as refusal:
            checked.append(refusal)

    arrivals = [item for item in checked if isinstance(item, Arrival)]
    answers = iter(await writer.submit(arrivals, in_full=in_full))
    return [item if isinstance(item, Refusal) else next(answers) for item in checked]
