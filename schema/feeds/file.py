"""A calendar as an Attachment whose text is put together only where somebody asks for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from schema.attachments import Attachment
from schema.context import Context
from server.feeds.join import Calendar


@dataclass(frozen=True, slots=True)
class _FeedFile:
    """What GraphQL reads of an Attachment."""

    calendar: Calendar
    filename: str
    media_type: str = "text/calendar; charset=utf-8"
    base64: None = None

    @property
    def text(self) -> str:
        return self.calendar.text

    @property
    def etag(self) -> str:
        return self.calendar.etag

    @property
    def last_modified(self) -> datetime | None:
        return self.calendar.last_modified


def feed_file(context: Context, calendar: Calendar, name: str) -> Attachment:
    """Named `<name>.ics`. Whoever sends it piece by piece finds it in the context."""
    context.file = calendar
    return cast(Attachment, _FeedFile(calendar, f"{name}.ics"))
