"""The doors at which somebody stands are jobs of their scanner."""

import strawberry

from schema.badges.jobs import PLACES, ScanJob, ScanJobKind
from schema.context import Context
from schema.ids import global_id
from server.doors.mine import stations_of


async def doors(context: Context) -> list[ScanJob]:
    """The stations that the viewer staffs, by role or by link."""
    return [
        ScanJob(
            event_key=row.occurrence_id,
            kind=ScanJobKind.CHECK_IN,
            place=strawberry.ID(global_id("station", row.id)),
            label=row.name,
        )
        for row in await stations_of(context.database, actor=context.actor, now=context.now)
    ]


PLACES.append(doors)
