"""Calendars elsewhere are asked, and whoever comes to what changes there is told."""

from datetime import datetime

from server.attendance.tell_of_import import told_of_import
from server.config import Settings
from server.db import Database
from server.imports.ask import ask_due


async def ask_calendars(database: Database, settings: Settings, *, now: datetime) -> int:
    """As `ask_due`: how many were asked. Several processes share them."""
    return await ask_due(database, settings, announcing=told_of_import(settings, now=now), now=now)
