"""The badges of an event are printed from the command line, with a bar that shows how far it is."""

import asyncio
import sys
from pathlib import Path

from server.errors import SetupError


def print_event(slug: str, output: Path, *, stock: str | None, only_new: bool) -> None:
    """Raises SetupError, and the refusals of printing."""
    if output.suffix.lower() != ".pdf":
        raise SetupError(f"{output} does not end in .pdf. Name it, say, badges.pdf")
    print(asyncio.run(_print(slug, output, stock, only_new)))


async def _print(slug: str, output: Path, stock: str | None, only_new: bool) -> str:
    from msgspec.structs import replace
    from rich.console import Console
    from rich.progress import Progress

    from server import clock
    from server.commands.opening import opened
    from server.config import Settings
    from server.printing.at_once import print_at_once
    from server.printing.board import last_design
    from server.printing.design import checked
    from server.printing.faces import event_by_slug
    from server.printing.unprintable import unprintable

    settings = Settings.from_environment()
    bar = Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())
    async with opened(settings) as database:
        event_id = await event_by_slug(database, slug)
        design = await last_design(database, event_id)
        design = checked(replace(design, stock=stock, agenda=False) if stock else design)
        missing = await unprintable(database, event_id=event_id, han=design.han)
        with bar:
            task = bar.add_task("Setting badges", total=None)
            printed = await print_at_once(
                database,
                settings,
                event_id=event_id,
                design=design,
                only_new=only_new,
                output=output,
                now=clock.now(),
                progress=lambda done, total: bar.update(task, completed=done, total=total),
            )
    lines = [f"{output} holds {printed} {'badge' if printed == 1 else 'badges'} on {design.printed_on.name}."]
    if missing:
        lines.append("No font here has these characters; write them by hand:")
        lines += [f"  {one.name or 'somebody who shares no name'} {one.characters}".rstrip() for one in missing]
    return "\n".join(lines)
