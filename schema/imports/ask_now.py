"""An address is asked because somebody wants it now."""

from uuid import UUID

from schema.context import Context
from schema.imports.announcing import announcing
from server.imports.ask import ask


async def ask_now(context: Context, source_id: UUID, *, most_may_go: bool = False) -> None:
    """How it went is noted with it."""
    await ask(
        context.database,
        context.settings,
        source_id,
        early=True,
        most_may_go=most_may_go,
        announcing=announcing(context),
        now=context.now,
    )
