"""When a badge was last printed, as far as a file was made for it: a replaced one was not."""

from typing import Any

from sqlalchemy import ScalarSelect, func, select

from server.printing.models import PrintedBadge, PrintJob, PrintState


def printed_at(badge_id: Any) -> ScalarSelect[Any]:
    """Of the badge in that column; null where it was not."""
    return (
        select(func.max(PrintJob.finished_at))
        .join(PrintedBadge, PrintedBadge.job_id == PrintJob.id)
        .where(PrintedBadge.badge_id == badge_id, PrintJob.state == PrintState.DONE)
        .scalar_subquery()
    )
