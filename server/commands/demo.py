"""Serve a demo campus with people to sign in as.

Keeps an SQLite database, its secret and demo.json (addresses, tokens and badge codes, for scripts) in the folder
HALLWAY_VAR, which is var/ unless set. What was done stays for the next time, also at another port; --fresh starts over.
Never use it for a real installation: whoever reaches it can sign in as anybody.
"""

import argparse
import asyncio
import json
import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from server.config import Settings
    from server.seed.handout import Handout

WHO = {
    "ada": "graduate student",
    "ben": "graduate student",
    "chen": "alumna abroad, mentors",
    "dana": "recruiter at the fair",
    "eli": "runs a student group",
    "fay": "volunteers at the door",
    "gus": "campus administrator",
    "hana": "shares nothing",
}
QUERY = "{ viewer { person { name } badge { code } } events(first: 3) { edges { node { name startsAt } } } }"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--fresh", action="store_true", help="forget what was done and start over")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1: this machine only)")


def run(options: argparse.Namespace) -> None:
    from server.commands.port import require_free

    require_free(options.host, options.port)  # before the second that the imports take
    from server.commands.serve import listen
    from server.demo import demo_settings

    settings = demo_settings(options.port, fresh=options.fresh)
    handout = asyncio.run(_prepare(settings))
    print(told(handout, settings), flush=True)
    listen(settings, host=options.host, port=options.port, access_log=False)


async def _prepare(settings: "Settings") -> "Handout":
    from server.commands.opening import opened
    from server.demo import prepare, write_down

    async with opened(settings, migrated=False) as database:
        handout = await prepare(database, settings)
    write_down(handout, settings)
    return handout


def told(handout: "Handout", settings: "Settings") -> str:
    """What is printed before the server begins: what to click, to paste and to subscribe to."""
    from server import clock
    from server.demo import feeds

    width = max(_columns(member.name) for member in handout.people.values())
    lines = [
        f"Hallway is at {settings.base_url}",
        "",
        "Sign in as one of these, by one click:",
        *(
            f"  {member.name}{' ' * (width - _columns(member.name))}  {WHO[key]:<23} {member.sign_in_url}"
            for key, member in handout.people.items()
        ),
        "",
        "Ask the API as the first of them:",
        f"  {curl(settings, next(iter(handout.people.values())).api_token)}",
        "",
        "Subscribe to its events in a calendar:",
        f"  {feeds(handout, settings)['events']}",
        "",
        age(handout.seeded_at, now=clock.now()),
        f"Scripts find all of this in {settings.folder / 'demo.json'}. Ctrl+C stops.",
    ]
    return "\n".join(lines)


def curl(settings: "Settings", token: str) -> str:
    """A line for a POSIX shell; nothing in it needs escaping within single quotes."""
    body = json.dumps({"query": QUERY})
    headers = f"-H 'Content-Type: application/json' -H 'Authorization: Bearer {token}'"
    return f"curl -s {settings.base_url}/graphql {headers} -d '{body}'"


def _columns(text: str) -> int:
    """How wide a terminal writes it: Chinese and Japanese characters take two columns."""
    return sum(1 + (unicodedata.east_asian_width(character) in "WF") for character in text)


def age(seeded_at: datetime, *, now: datetime) -> str:
    """When the dates of the campus were made, by the days of this machine's zone."""
    day = seeded_at.astimezone()
    days = (now.astimezone().date() - day.date()).days
    if days < 1:
        return "The campus was seeded today."
    ago = "yesterday" if days == 1 else f"{days} days ago"
    return f"The campus was seeded on {day:%-d %B %Y}, {ago}; its dates are from then. --fresh makes them new."
