"""Mail goes out after what it tells of is committed, at least once, and leaves nothing behind."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import TypeAlias

import pytest
from conftest import NOW, SECRET
from post import Post
from sqlalchemy import func, select, text

from server.app import create_app
from server.config import Settings
from server.db import Database
from server.errors import SetupError
from server.mail.courier import courier
from server.mail.deliver import BATCH, LEASE, LONGEST_PAUSE, TRIES, Courier, pause
from server.mail.models import OutgoingMail
from server.mail.outbox import KEPT, folder_of, into_outbox, read_outbox
from server.mail.send import send

INSTANT = timedelta(microseconds=1)


Process: TypeAlias = Callable[[], Courier]


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


async def queue(database: Database, *, to: str | None = "ada@northgate.example", says: str = "Code 123456") -> None:
    async with database.write() as session:
        await send(session, secret=SECRET, to=to, subject="Grüße", text=f"{says}\nžluťoučký", now=NOW)


async def waiting(database: Database) -> int:
    ((count,),) = await database.rows(select(func.count()).select_from(OutgoingMail))
    return int(count)


def in_outbox(settings: Settings) -> list[Path]:
    return sorted(folder_of(settings).iterdir())


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def by_post(database: Database, settings: Settings, post: Post, clock: Clock) -> Process:
    """A process that delivers by the SMTP server."""
    return lambda: courier(database, replace(settings, smtp_url=post.url), clock)


async def test_deliver_hands_the_mail_over_and_forgets_it(database: Database, post: Post, by_post: Process) -> None:
    await queue(database)

    delivered = await by_post().deliver()

    (mail,) = post.arrived
    assert (delivered, await waiting(database), post.recipients) == (1, 0, ["ada@northgate.example"])
    assert (mail["From"], mail["To"], mail["Subject"]) == ("hallway@hallway.test", "ada@northgate.example", "Grüße")
    assert mail.get_content().splitlines() == ["Code 123456", "žluťoučký"]
    assert (mail["Date"], mail["Auto-Submitted"]) == ("Thu, 24 Sep 2026 14:00:00 +0000", "auto-generated")
    assert mail["Message-ID"].endswith("@hallway.test>")


async def test_deliver_nothing_of_what_was_rolled_back(database: Database, post: Post, by_post: Process) -> None:
    with pytest.raises(ZeroDivisionError):
        async with database.write() as session:
            await send(session, secret=SECRET, to="ada@northgate.example", subject="No", text="No", now=NOW)
            raise ZeroDivisionError

    assert (await by_post().deliver(), post.arrived) == (0, [])


async def test_deliver_nothing_to_nobody(database: Database, post: Post, by_post: Process) -> None:
    await queue(database, to=None)

    assert (await by_post().deliver(), await waiting(database), post.arrived) == (0, 0, [])


async def test_deliver_again_what_the_server_could_not_take(
    database: Database, post: Post, by_post: Process, clock: Clock
) -> None:
    post.answers = ["451 Come back later", "451 Come back later"]
    await queue(database)

    assert await by_post().deliver() == 0
    clock.now += timedelta(seconds=30) - INSTANT
    assert await by_post().deliver() == 0
    assert post.answers == ["451 Come back later"]
    clock.now += INSTANT
    assert await by_post().deliver() == 0
    clock.now += timedelta(minutes=2) - INSTANT
    assert await by_post().deliver() == 0
    clock.now += INSTANT
    assert await by_post().deliver() == 1

    assert (len(post.arrived), await waiting(database)) == (1, 0)


async def test_deliver_gives_up_where_the_address_is_refused(
    database: Database, post: Post, by_post: Process, caplog: pytest.LogCaptureFixture
) -> None:
    post.answers = ["550 No such mailbox as ada"]
    await queue(database)

    with caplog.at_level(logging.DEBUG, "hallway"):
        assert await by_post().deliver() == 0

    assert (post.arrived, await waiting(database)) == ([], 0)
    assert "thrown away" in caplog.text
    assert "ada" not in caplog.text


async def test_deliver_gives_up_after_its_tries(database: Database, settings: Settings, clock: Clock) -> None:
    await queue(database)
    nowhere = courier(database, replace(settings, smtp_url="smtp://127.0.0.1:1"), clock)

    for _ in range(TRIES - 1):
        assert await nowhere.deliver() == 0
        assert await waiting(database) == 1
        clock.now += LONGEST_PAUSE
    await nowhere.deliver()

    assert await waiting(database) == 0
    assert sum((pause(tried) for tried in range(1, TRIES)), timedelta()) > timedelta(days=1)


async def test_deliver_leaves_alone_what_another_process_has_taken(
    database: Database,
    settings: Settings,
    by_post: Process,
    post: Post,
    clock: Clock,
) -> None:
    await queue(database)
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(_message: object) -> None:
        begun.set()
        await go_on.wait()

    first = asyncio.create_task(Courier(database, settings, slow, clock).deliver())
    await begun.wait()
    meanwhile = await by_post().deliver()
    go_on.set()

    assert (meanwhile, await first, post.arrived, await waiting(database)) == (0, 1, [], 0)


async def test_deliver_what_a_process_that_died_had_taken(
    database: Database, settings: Settings, by_post: Process, post: Post, clock: Clock
) -> None:
    await queue(database)

    async def dies(_message: object) -> None:
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await Courier(database, settings, dies, clock).deliver()
    clock.now += LEASE - INSTANT
    assert await by_post().deliver() == 0
    clock.now += INSTANT

    assert (await by_post().deliver(), len(post.arrived)) == (1, 1)


async def test_deliver_by_two_processes_sends_each_mail_once(database: Database, by_post: Process, post: Post) -> None:
    for number in range(2 * BATCH):
        await queue(database, says=f"Mail {number}")

    delivered = await asyncio.gather(by_post().deliver(), by_post().deliver())

    said = sorted(int(mail.get_content().split()[1]) for mail in post.arrived)
    assert (sum(delivered), said) == (2 * BATCH, list(range(2 * BATCH)))


async def test_waiting_mail_can_not_be_read_in_the_database(database: Database) -> None:
    await queue(database)

    rows = await database.rows(text("SELECT * FROM outgoing_mail"))

    assert len(rows) == 1
    octets = b"".join(value if isinstance(value, bytes) else str(value).encode() for value in rows[0])
    assert (b"123456" in octets, "Grüße".encode() in octets, b"Gr" in octets) == (False, False, False)


async def test_deliver_drops_what_no_secret_opens(
    database: Database, settings: Settings, post: Post, clock: Clock
) -> None:
    await queue(database)
    other = replace(settings, smtp_url=post.url, secrets=(bytes(32),))

    assert (await courier(database, other, clock).deliver(), await waiting(database), post.arrived) == (0, 0, [])


async def test_deliver_what_an_older_secret_sealed(
    database: Database, settings: Settings, post: Post, clock: Clock
) -> None:
    await queue(database)
    rotated = replace(settings, smtp_url=post.url, secrets=(bytes(32), SECRET))

    assert (await courier(database, rotated, clock).deliver(), len(post.arrived)) == (1, 1)


async def test_app_delivers_by_itself_at_once(settings: Settings, database: Database, post: Post) -> None:
    app = create_app(replace(settings, smtp_url=post.url), now=lambda: NOW)
    await queue(database, says="From before")

    async with app.router.lifespan_context(app):
        await asyncio.wait_for(post.came.wait(), 10)
        post.came.clear()
        await queue(app.state.resources.database, says="From now")
        await asyncio.wait_for(post.came.wait(), 10)

    assert [mail.get_content().splitlines()[0] for mail in post.arrived] == ["From before", "From now"]


async def test_outbox_holds_mail_where_there_is_no_server(database: Database, settings: Settings, clock: Clock) -> None:
    await queue(database, says="First")
    await queue(database, says="Second")

    await courier(database, settings, clock).deliver()

    mails = await read_outbox(settings, 10)
    assert mails is not None
    assert [(mail.to, mail.subject, mail.sent_at) for mail in mails] == [("ada@northgate.example", "Grüße", NOW)] * 2
    assert [mail.text for mail in mails] == ["Second\nžluťoučký", "First\nžluťoučký"]
    files = in_outbox(settings)
    assert ([file.suffix for file in files], {file.stat().st_mode & 0o777 for file in files}) == ([".eml"] * 2, {0o600})


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_outbox_keeps_the_latest(settings: Settings) -> None:
    for number in range(KEPT + 1):
        message = EmailMessage()
        message["Message-ID"] = f"<{number:032}@hallway.test>"
        await into_outbox(folder_of(settings))(message)

    kept = in_outbox(settings)

    assert (len(kept), kept[0].name) == (KEPT, f"{1:032}.eml")


async def test_outbox_is_nobodys_to_read_on_a_real_installation(
    database: Database, settings: Settings, clock: Clock
) -> None:
    await queue(database)
    real = replace(settings, demo=False)

    await courier(database, real, clock).deliver()

    assert len(in_outbox(settings)) == 1
    assert await read_outbox(real, 10) is None


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://", "smtp:///x"])
def test_address_of_a_mail_server_is_looked_at(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("HALLWAY_SMTP_URL", url)

    with pytest.raises(SetupError, match="HALLWAY_SMTP_URL is no address"):
        Settings.from_environment()
