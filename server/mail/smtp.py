"""Mail goes out by SMTP (RFC 5321), encrypted wherever the server can."""

from email.message import EmailMessage
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

import aiosmtplib

from server.mail.deliver import Carry, Undeliverable

SECONDS = 20
"""For each step of the conversation; all of them fit into the lease of a mail."""


def by_smtp(url: str) -> Carry:
    """Carries by the server at `smtp://` (587 if no port is given; STARTTLS) or `smtps://` (465; TLS from the start).

    With a name and password, or on another machine that offers it, the connection is encrypted before anything is
    said; a password is never sent in the open, but to this machine itself.
    """
    parts = urlsplit(url)
    tls = parts.scheme == "smtps"
    must_encrypt = bool(parts.username) and not tls and not _is_here(parts.hostname or "")

    async def carry(message: EmailMessage) -> None:
        try:
            await aiosmtplib.send(
                message,
                hostname=parts.hostname,
                port=parts.port or (465 if tls else 587),
                username=unquote(parts.username) if parts.username else None,
                password=unquote(parts.password) if parts.password else None,
                use_tls=tls,
                start_tls=None if not must_encrypt and not tls else must_encrypt,
                timeout=SECONDS,
            )
        except aiosmtplib.SMTPRecipientsRefused as refused:
            if all(500 <= one.code < 600 for one in refused.recipients):
                raise Undeliverable from refused
            raise

    return carry


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
