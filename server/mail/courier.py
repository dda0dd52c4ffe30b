"""Which way an installation's mail goes."""

from server.clock import Clock
from server.config import Settings
from server.db import Database
from server.mail.deliver import Courier
from server.mail.outbox import folder_of, into_outbox
from server.mail.smtp import by_smtp


def courier(database: Database, settings: Settings, now: Clock) -> Courier:
    """By SMTP where HALLWAY_SMTP_URL says so, else into the local outbox."""
    carry = by_smtp(settings.smtp_url) if settings.smtp_url else into_outbox(folder_of(settings))
    return Courier(database, settings, carry, now)
