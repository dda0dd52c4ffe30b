"""Print somebody's badge as SVG or PNG, or all badges of an event as PDF.

Of a person it prints the code of the standing badge, making one for who has none yet. An SVG has no size of its own; a
PNG is about 8 cm wide in print. Keep the light margin, or scanners will not see the square.

Of an event it prints name badges for paper, sheets or rolls, in the design that its organizers used last, and remembers
that they were printed. The names that no font here has are listed.
"""

import argparse
import asyncio
from pathlib import Path

from server.errors import SetupError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    whose = parser.add_mutually_exclusive_group(required=True)
    whose.add_argument("--person", metavar="EMAIL", help="whose badge, by their e-mail address")
    whose.add_argument("--event", metavar="SLUG", help="the event whose badges: as in /events/SLUG")
    parser.add_argument("--output", required=True, type=Path, metavar="FILE", help="NAME.svg, NAME.png or NAME.pdf")
    parser.add_argument("--stock", metavar="NAME", help="what an event's are printed on: a6, avery-l4785 …")
    parser.add_argument("--not-printed", action="store_true", help="only those that were not printed yet")


def run(options: argparse.Namespace) -> None:
    output: Path = options.output
    if options.event:
        from server.commands.event_badges import print_event

        return print_event(options.event, output, stock=options.stock, only_new=options.not_printed)
    if output.suffix.lower() not in (".svg", ".png"):
        raise SetupError(f"{output} ends in neither .svg nor .png. Name it, say, badge.svg")
    name, text = asyncio.run(_badge(options.person))
    try:
        output.write_bytes(_picture(text, name, output.suffix.lower()))
    except OSError as fault:
        raise SetupError(f"{output} can't be written: {fault.strerror}.") from fault
    print(f"{output} holds the badge of {name}: {text}")
    return None


async def _badge(email: str) -> tuple[str, str]:
    """The person's name, and what their square says."""
    from server import clock
    from server.badges.issue import badge_text, issue_badge
    from server.commands.opening import opened
    from server.config import Settings
    from server.people.find import person_by_email

    settings = Settings.from_environment()
    secret = settings.secret
    async with opened(settings) as database, database.write() as session:
        person = await person_by_email(session, email)
        badge = await issue_badge(session, secret=secret, person_id=person.id, now=clock.now())
        text = badge_text(settings, badge)
    if text is None:
        raise SetupError(f"The badge of {email} was made with a secret that HALLWAY_SECRETS no longer holds.")
    return person.name, text


def _picture(text: str, name: str, suffix: str) -> bytes:
    from server.badges import qr

    return qr.png(text) if suffix == ".png" else qr.svg(text, label=f"Badge of {name}").encode()
