"""What every resolver is given: who asks, when, and the way to the data."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeAlias

import strawberry

from server import clock
from server.actor import Actor
from server.badges.record import EncounterWriter
from server.config import Settings
from server.db import Database
from server.files.store import Files, open_files
from server.live import Live
from server.people.provider_documents import ProviderDocuments
from server.rosters.kept import Rosters


@dataclass(frozen=True, slots=True)
class Resources:
    """What one process opens once and every request shares."""

    settings: Settings
    database: Database
    encounters: EncounterWriter
    """Writes scans of many requests in one transaction."""
    live: Live
    """Wakes subscriptions."""
    now: clock.Clock = clock.now
    """Tells each request its moment."""
    provider_documents: ProviderDocuments = field(default_factory=ProviderDocuments)
    """What sign-in providers publish, kept for a while."""
    rosters: Rosters = field(default_factory=Rosters)
    """Sealed rosters that devices have."""

    @property
    def files(self) -> Files:
        """What people brought. Raises SetupError where its place can't be used."""
        return open_files(self.settings.files_url)


class Pieces(Protocol):
    """A file that may be long."""

    @property
    def size(self) -> int:
        """Octets."""

    def pieces(self) -> AsyncIterator[bytes]: ...


@dataclass(slots=True)
class Context:
    """One request's."""

    resources: Resources
    actor: Actor
    now: datetime
    """Aware UTC; the same moment for everything in one request."""
    loaders: dict[Any, Any] = field(default_factory=dict)
    """DataLoaders made on first use, by `schema.loaders`."""
    user_agent: str = ""
    """What the client calls itself, to tell one's sessions apart."""
    client: str = ""
    """The address from which is asked, as far as the server knows it; to slow down whoever guesses."""
    file: "Pieces | None" = None
    """What the last Attachment is made of, for those who send it without having all of it in memory."""
    session_token: str | None = None
    """Of the cookie that came along, valid or not."""

    @property
    def database(self) -> Database:
        return self.resources.database

    @property
    def settings(self) -> Settings:
        return self.resources.settings

    @property
    def files(self) -> Files:
        return self.resources.files


Info: TypeAlias = strawberry.Info[Context, None]
