"""Read badges from photographs, and record that somebody scanned them.

With --decode-only it says what is written in each picture and records nothing. With --as it records an encounter for
every badge it sees, by the rules that hold for everybody, as if that person had taken the photograph just now; when
something could not be recorded it ends with 1.
"""

import argparse
import asyncio
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from server.errors import Refusal, SetupError

if TYPE_CHECKING:
    from uuid import UUID

    from server.actor import Member
    from server.db import Database


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("images", nargs="+", type=Path, metavar="IMAGE", help="a JPEG, PNG or WebP photograph")
    purpose = parser.add_mutually_exclusive_group(required=True)
    purpose.add_argument("--decode-only", action="store_true", help="say what the pictures hold, record nothing")
    purpose.add_argument("--as", dest="scanner", metavar="EMAIL", help="who scans: the e-mail address of a person")
    parser.add_argument("--event", metavar="SLUG", help="where: the last part of an event's address")
    parser.add_argument("--json", action="store_true", help='print {"IMAGE": text or null}; with --as, answers')


def run(options: argparse.Namespace) -> int:
    texts = {str(image): _read(image) for image in options.images}
    if options.decode_only:
        _print({image: codes[0] if codes else None for image, codes in texts.items()}, as_json=options.json)
        return 0
    answers = asyncio.run(_record(texts, options.scanner, options.event))
    _print(answers, as_json=options.json)
    return int(not all(answer and all("encounter" in one for one in answer) for answer in answers.values()))


def _read(image: Path) -> list[str]:
    from server.badges.decode import read_codes

    try:
        return read_codes(image.read_bytes())
    except OSError as fault:
        raise SetupError(f"{image} can't be read: {fault.strerror}.") from fault
    except Refusal as fault:
        print(f"{image}: {fault}", file=sys.stderr)
        return []


async def _record(texts: dict[str, list[str]], email: str, slug: str | None) -> dict[str, list[dict[str, str]]]:
    """An answer to every code of every picture."""
    from server.actor import Member
    from server.badges.record import EncounterWriter
    from server.commands.opening import opened
    from server.config import Settings
    from server.people.find import person_by_email

    async with opened(Settings.from_environment()) as database:
        async with database.read() as session:
            scanner = Member((await person_by_email(session, email)).id)
        event_id = await _event(database, scanner, slug) if slug else None
        writer = EncounterWriter(database)
        return {
            image: [await _scan(writer, scanner, code, event_id) for code in codes] for image, codes in texts.items()
        }


async def _event(database: "Database", scanner: "Member", slug: str) -> "UUID":
    from server import clock
    from server.events.find import event

    found = await event(database, actor=scanner, now=clock.now(), slug=slug, wanted=frozenset())
    if found is None:
        raise SetupError(f"No event that they may see is at /events/{slug}.")
    key: UUID = found.key
    return key


async def _scan(writer: Any, scanner: "Member", code: str, event_id: "UUID | None") -> dict[str, str]:
    from server import clock
    from server.badges.arrive import Scan, arrive
    from server.contacts.models import ContactState, ScanMethod
    from server.keys import new_key

    now = clock.now()
    scan = Scan(new_key(), code, event_id, scanned_at=now, how=ScanMethod.PHOTO)
    try:
        (answer,) = await writer.submit([arrive(scan, scanner_id=scanner.person_id, now=now)])
    except Refusal as refusal:
        answer = refusal
    if isinstance(answer, Refusal):
        return {"refused": type(answer).__name__, "message": str(answer)}
    name = answer.own_name or answer.name or "Somebody who shares no name"
    waits = answer.state is ContactState.PENDING
    message = "Recorded. This person is asked first." if waits else f"{name} is in the contacts."
    return {"encounter": str(answer.encounter_id), "name": name, "message": message}


def _print(answers: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(answers, ensure_ascii=False, indent=2))
        return
    for image, answer in answers.items():
        said = [one["message"] for one in answer] if isinstance(answer, list) else [answer]
        for line in said or [None]:
            print(f"{image}: {line or 'no code'}")
