"""Around what an import changes: those who come are told by mail, in its transaction."""

from schema.context import Context
from server.actor import Member
from server.attendance.tell_of_import import told_of_import
from server.imports.announcing import Announcing


def announcing(context: Context) -> Announcing:
    """Whoever acts is not told of it."""
    by = context.actor.person_id if isinstance(context.actor, Member) else None
    return told_of_import(context.settings, by=by, now=context.now)
