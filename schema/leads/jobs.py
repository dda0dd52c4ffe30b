"""The booths at which somebody stands, as jobs of the scanner."""

import strawberry

from schema.badges.jobs import PLACES, ScanJob, ScanJobKind
from schema.context import Context
from schema.ids import global_id
from server.leads.mine import booths_of


async def booths(context: Context) -> list[ScanJob]:
    rows = await booths_of(context.database, actor=context.actor, now=context.now)
    return [
        ScanJob(
            kind=ScanJobKind.LEAD,
            place=strawberry.ID(global_id("booth", row.id)),
            label=f"{row.label}, {row.organization}",
            event_key=row.event_id,
        )
        for row in rows
    ]


PLACES.append(booths)
