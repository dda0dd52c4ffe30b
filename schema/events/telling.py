"""Around a change of an event's plans: those who answered are told by mail, in its transaction."""

from contextlib import AbstractAsyncContextManager
from typing import Any

from schema.context import Context
from server.attendance import tell_of_change as domain


def telling(
    context: Context, session: Any, slug: str, reason: str | None = None
) -> AbstractAsyncContextManager[domain.Telling]:
    """`reason` are the organizer's words, if any."""
    return domain.telling(
        session, settings=context.settings, actor=context.actor, slug=slug, reason=reason, now=context.now
    )
