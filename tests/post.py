"""What a real SMTP server of the tests does with mail: takes it, or refuses it as a test says."""

import asyncio
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as Conversation


@dataclass
class Post:
    """What arrived, and what is answered to the next mails; nothing left: they are taken."""

    port: int = 0
    arrived: list[EmailMessage] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_RCPT(  # noqa: N802  # the server's name for it, and what it gives
        self, _server: SMTP, _session: Conversation, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.answers and self.answers[0].startswith("55"):
            return self.answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, _session: Conversation, envelope: Envelope
    ) -> str:
        if self.answers:
            return self.answers.pop(0)
        assert isinstance(envelope.content, bytes)
        message: Any = message_from_bytes(envelope.content, policy=policy.default)
        self.arrived.append(message)
        self.recipients += envelope.rcpt_tos
        self.came.set()
        return "250 OK"
