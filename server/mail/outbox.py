"""Where there is no mail server, mail is written into a folder: one can read there what would have been sent."""

import asyncio
import email
import os
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from server.config import Settings
from server.mail.deliver import Carry

KEPT = 200
"""The latest ones."""


@dataclass(frozen=True, slots=True)
class WrittenMail:
    """One file of the outbox."""

    to: str
    subject: str
    text: str
    sent_at: datetime


def folder_of(settings: Settings) -> Path:
    return settings.folder / "outbox"


def into_outbox(folder: Path) -> Carry:
    """Carries into `folder`, which only its owner may read; the same mail a second time is the same file."""

    async def carry(message: EmailMessage) -> None:
        await asyncio.to_thread(_write, folder, message)

    return carry


async def read_outbox(settings: Settings, first: int) -> list[WrittenMail] | None:
    """The latest mails, newest first; None on a real installation."""
    if not settings.demo:
        return None
    return await asyncio.to_thread(_read, folder_of(settings), first)


async def forget(settings: Settings, words: tuple[str, ...]) -> None:
    """Take away the mails of the outbox that hold one of `words`, in any letter case, be it as address or in the text.

    What a mail server was given is out of reach.
    """
    await asyncio.to_thread(_forget, folder_of(settings), [word.casefold() for word in words])


def _forget(folder: Path, words: list[str]) -> None:
    for file in folder.glob("*.eml"):
        message = email.message_from_bytes(file.read_bytes(), policy=policy.default)
        said = f"{message['To']}\n{message['Subject']}\n{message.get_content()}".casefold()
        if any(word in said for word in words):
            file.unlink(missing_ok=True)


def _write(folder: Path, message: EmailMessage) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = str(message["Message-ID"]).strip("<>").partition("@")[0]  # time-ordered, as keys are
    draft = folder / f".{name}"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(bytes(message))
    draft.replace(folder / f"{name}.eml")
    for old in sorted(folder.glob("*.eml"))[:-KEPT]:
        old.unlink(missing_ok=True)


def _read(folder: Path, first: int) -> list[WrittenMail]:
    found = []
    for file in sorted(folder.glob("*.eml"), reverse=True)[:first]:
        message = email.message_from_bytes(file.read_bytes(), policy=policy.default)
        text = message.get_content()
        sent_at = parsedate_to_datetime(str(message["Date"]))
        found.append(WrittenMail(str(message["To"]), str(message["Subject"]), str(text).rstrip("\n"), sent_at))
    return found
