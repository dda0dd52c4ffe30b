"""Bring a calendar's events in, as events of an organization.

Reads iCalendar (.ics), tables (CSV), web pages or JSON with events (schema.org), and schedules of conferences (XML or
JSON), from a file, an address, or - for standard input. What can't be understood is refused by line,
and does not lose the rest. Once more, it changes only what changed; events that the file no longer holds stay. Private
feeds are best given as a file: an address stays in the history of the shell.
"""

import argparse
import asyncio
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from server.errors import Refusal, SetupError

if TYPE_CHECKING:
    from server.imports.import_calendar import ImportReport

_SHOWN = 20
_DATES = ("year-first", "day-first", "month-first")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("calendar", metavar="FILE|URL", help="where it is: a path, https://…, webcal://…, or -")
    parser.add_argument("--organization", required=True, metavar="SLUG", help="whose events: as in /organizations/SLUG")
    columns = (
        "of a table, where its headings don't say: name=Titel,starts=Beginn; else start-time, ends, end-time, place"
    )
    parser.add_argument("--columns", metavar="WHAT=HEADING,…", help=columns)
    parser.add_argument("--dates", choices=_DATES, help="how a table's dates are written, where that can't be seen")
    form = 'print {"events", "imported", "updated", "unchanged", "refused": [{"line", "reason"}]}'
    parser.add_argument("--json", action="store_true", help=form)


def run(options: argparse.Namespace) -> int:
    from server.imports.import_calendar import ImportReport

    try:
        report = asyncio.run(_import(options))
    except Refusal as refusal:
        if not options.json:
            raise
        print(json.dumps(_as_json(ImportReport(), [{"line": 1, "reason": str(refusal)}]), ensure_ascii=False))
        print(refusal, file=sys.stderr)
        return 1
    if options.json:
        refused = [{"line": fault.line, "reason": fault.reason} for fault in report.refused]
        print(json.dumps(_as_json(report, refused), ensure_ascii=False))
    else:
        print(_told(report))
    return 0


async def _read(calendar: str) -> bytes:
    """Raises SetupError or CalendarUnreachable where nothing can be read."""
    if "://" in calendar:
        from server.imports.fetch import fetch_calendar

        return await fetch_calendar(calendar, private=True)
    try:
        return sys.stdin.buffer.read() if calendar == "-" else Path(calendar).read_bytes()  # noqa: ASYNC240 (nothing else runs)
    except OSError as fault:
        raise SetupError(f"{calendar} can't be read: {fault.strerror}.") from fault


async def _import(options: argparse.Namespace) -> "ImportReport":
    from rich.console import Console
    from rich.progress import Progress

    from server import clock
    from server.attendance.tell_of_import import told_of_import
    from server.commands.opening import opened
    from server.config import Settings
    from server.imports.import_calendar import import_calendar
    from server.imports.table_dates import DateOrder

    text = await _read(options.calendar)
    dates = DateOrder(options.dates.upper().replace("-", "_")) if options.dates else None
    bar = Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())
    settings, now = Settings.from_environment(), clock.now()
    async with opened(settings) as database:
        with bar:
            task = bar.add_task("Importing", total=None)
            return await import_calendar(
                database,
                organization=options.organization,
                text=text,
                columns=options.columns,
                dates=dates,
                announcing=told_of_import(settings, now=now),
                now=now,
                progress=lambda done, total: bar.update(task, completed=done, total=total),
            )


def _as_json(report: "ImportReport", refused: list[dict[str, object]]) -> dict[str, object]:
    return {
        "events": report.events,
        "imported": report.imported,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "refused": refused,
    }


def _told(report: "ImportReport") -> str:
    counts = f"{report.imported} new, {report.updated} changed, {report.unchanged} as they were"
    lines = [f"{report.events} {'event' if report.events == 1 else 'events'}: {counts}."]
    for title, faults in (("Refused", report.refused), ("Repaired or assumed", report.notes)):
        if faults:
            lines += [f"{title}:", *(f"  line {fault.line}: {fault.reason}" for fault in faults[:_SHOWN])]
        if len(faults) > _SHOWN:
            lines.append(f"  and {len(faults) - _SHOWN} more; --json lists all that is refused.")
    return "\n".join(lines)
