"""A print of badges, in GraphQL."""

from datetime import datetime
from typing import Any

import strawberry

from schema.enums import described
from schema.ids import global_id
from server.printing.design import read_design
from server.printing.models import PrintState
from server.printing.stocks import STOCKS

described(
    PrintState,
    "How far a print is.",
    WAITING="No server has begun it.",
    MAKING="A server makes it.",
    DONE="It was made; its badges count as printed.",
    CANCELLED="Somebody gave it up.",
    FAILED="It can't be made, see `failure`.",
)


@strawberry.type(description="Badges that become one PDF, or became one.")
class BadgePrint:
    id: strawberry.ID = strawberry.field(description="Give it to `cancelPrint`.")
    state: PrintState = strawberry.field(description="How far it is.")
    total: int = strawberry.field(description="How many badges it holds.")
    done: int = strawberry.field(description="How many of them are set.")
    stock: str = strawberry.field(description="What it is printed on, as people call it.")
    requested_at: datetime = strawberry.field(description="When it was asked for, in UTC.")
    requested_by: str | None = strawberry.field(description="The name of who asked; null for the command line.")
    finished_at: datetime | None = strawberry.field(description="When it was made, or given up, in UTC.")
    expires_at: datetime | None = strawberry.field(description="When its file goes, in UTC; null without one.")
    address: str | None = strawberry.field(
        description="Where its PDF is for organizers of the event, as a path of this server; null without one."
    )
    octets: int | None = strawberry.field(description="Size of the PDF.")
    failure: str | None = strawberry.field(description="Why it failed, and what to do.")
    shortened: list[str] = strawberry.field(description="Texts that had to be cut to fit, twenty at most.")


def as_print(job: Any, slug: str, now: datetime, *, by: str | None) -> BadgePrint:
    """From a row of `jobs_of`, or a job."""
    id_ = strawberry.ID(global_id("print", job.id))
    there = job.file_key is not None and job.expires_at > now
    stock = read_design(job.design).stock
    return BadgePrint(
        id=id_,
        state=PrintState(job.state),
        total=job.total,
        done=job.done,
        stock=STOCKS[stock].name,
        requested_at=job.requested_at,
        requested_by=by,
        finished_at=job.finished_at,
        expires_at=job.expires_at if there else None,
        address=f"/events/{slug}/print/{id_}.pdf" if there else None,
        octets=job.octets if there else None,
        failure=job.failure,
        shortened=job.shortened.splitlines(),
    )
