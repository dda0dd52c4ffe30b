"""Somebody tries Hallway: a campus of its own in SQLite, with people to sign in as."""

import json
import os
import secrets
import shutil
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from schema.ids import global_id
from server import clock
from server.config import Settings
from server.db import Database
from server.errors import SetupError
from server.migrate import migrate
from server.seed.handout import Handout, read_handout

DATABASE = "hallway.sqlite3"


def demo_settings(port: int, *, fresh: bool) -> Settings:
    """Settings of a demo at `port`, whose database and secret are in the folder HALLWAY_VAR.

    `fresh` removes the database and keeps the secret, so that sign-in links, API tokens and badges stay good.
    Raises SetupError where the folder can't be written, or holds a demo without the secret that opens it.
    """
    given = Settings.from_environment()
    folder = given.folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if fresh:
            for name in (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", "demo.json"):
                (folder / name).unlink(missing_ok=True)
            for name in ("outbox", "files"):
                shutil.rmtree(folder / name, ignore_errors=True)
        secret = _secret(folder)
    except OSError as fault:
        raise SetupError(f"{fault.filename} can't be written: {fault.strerror}.") from fault
    base_url = given.base_url if "HALLWAY_BASE_URL" in os.environ else f"http://localhost:{port}"
    return replace(
        given,
        database_url=f"sqlite:///{folder / DATABASE}",
        base_url=base_url,
        secrets=(secret,),
        demo=True,
        campus_name=os.environ.get("HALLWAY_NAME", "Northgate"),
        sign_up_domains=given.sign_up_domains or ("northgate.example",),
    )


async def prepare(database: Database, settings: Settings) -> Handout:
    """Migrate, and seed what is not seeded yet; what people did in an older run stays."""
    await migrate(database)
    handout = await read_handout(database, settings)
    if handout is None:
        # Reading fixtures costs half a second, which a second run need not spend.
        from server.files.store import open_files
        from server.seed import seed
        from server.seed.resume_files import keep_resumes

        await seed(database, secret=settings.secret, now=clock.now(), fair_goes_on=True)
        await keep_resumes(database, open_files(settings.files_url), now=clock.now())
        handout = await read_handout(database, settings)
    assert handout is not None
    return handout


def write_down(handout: Handout, settings: Settings) -> Path:
    """Write `demo.json` for scripts; only its owner may read it, since it opens the demo."""
    file = settings.folder / "demo.json"
    draft = file.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        json.dump(described(handout, settings), out, ensure_ascii=False, indent=2)
    return draft.replace(file)


def described(handout: Handout, settings: Settings) -> dict[str, Any]:
    """All that a script needs to act as the cast."""
    return {
        "base_url": settings.base_url,
        "graphql_url": f"{settings.base_url}/graphql",
        "seeded_at": handout.seeded_at.isoformat(),
        "people": {
            key: {**asdict(member), "badge_letters": member.badge_code and member.badge_code.rpartition("/")[2]}
            for key, member in handout.people.items()
        },
        "events": {
            key: {"slug": event.slug, "id": global_id("event", event.id)} for key, event in handout.events.items()
        },
        "feeds": feeds(handout, settings),
    }


def feeds(handout: Handout, settings: Settings) -> dict[str, str]:
    """Addresses that a calendar can subscribe to."""
    return {
        "events": f"{settings.base_url}/feeds/events.ics",
        "fairs": f"{settings.base_url}/feeds/events.ics?kind=FAIR",
        "fair": f"{settings.base_url}/events/{handout.events['fair'].slug}.ics",
    }


def _secret(folder: Path) -> bytes:
    file = folder / "secret"
    if not file.exists():
        if (folder / DATABASE).exists():
            raise SetupError(f"{file}, which opens the badges of this demo, is gone. Start over: add --fresh")
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(secrets.token_hex(32))
    return bytes.fromhex(file.read_text())
