"""Files that people bring are kept outside the database, in a folder or in a cloud's object store.

A row holds the key of its file. Whoever changes a row keeps the new file before the transaction, and removes the old
one after its commit; what a crash leaves in between is removed by `tidy`, a day later.
"""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

from server.errors import SetupError
from server.files.key import new_file_key

SCHEMES = ("file", "s3", "gs", "az")
PIECE = 256 * 1024
"""Octets that are read at once."""

_EXAMPLES = "Give file:///var/lib/hallway/files, s3://BUCKET/PREFIX, gs://BUCKET/PREFIX or az://CONTAINER/PREFIX"


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of the store, open."""

    size: int
    """Octets."""
    pieces: AsyncIterator[bytes]


class Files:
    """One store of files. May be shared by all requests of a process; several processes may share the place."""

    def __init__(self, store: ObjectStore, shown: str) -> None:
        self._store, self._shown = store, shown

    async def ready(self) -> None:
        """Raises SetupError where the place does not answer, or does not let us look."""
        try:
            async for _ in obstore.list(self._store, chunk_size=1):
                break
        except (BaseError, OSError) as fault:
            raise SetupError(f"The files at {self._shown} can't be reached: {_reason(fault)}") from fault

    async def keep(self, octets: bytes) -> str:
        """Keep a file for good under a key of its own, which is returned."""
        key = new_file_key()
        await obstore.put_async(self._store, key, octets)
        return key

    async def keep_path(self, path: Path) -> str:
        """Keep a copy of a file that stands on this machine, without having all of it in memory."""
        key = new_file_key()
        await obstore.put_async(self._store, key, path)
        return key

    async def open(self, key: str) -> Kept | None:
        """The file as a stream; None where there is none."""
        try:
            found = await obstore.get_async(self._store, key)
        except FileNotFoundError:
            return None
        return Kept(found.meta["size"], _pieces(found))

    async def read(self, key: str) -> bytes | None:
        """The whole of a file; None where there is none."""
        kept = await self.open(key)
        return None if kept is None else b"".join([piece async for piece in kept.pieces])

    async def remove(self, keys: Collection[str]) -> None:
        """Remove files; those that are gone already don't matter."""
        for key in keys:
            try:
                await obstore.delete_async(self._store, key)
            except FileNotFoundError:
                continue

    async def kept_before(self, moment: datetime) -> AsyncIterator[list[str]]:
        """Keys of the files that were kept before then, by hundreds."""
        async for found in obstore.list(self._store, chunk_size=500):
            yield [file["path"] for file in found if file["last_modified"] < moment]


async def _pieces(found: "obstore.GetResult") -> AsyncIterator[bytes]:
    async for piece in found.stream(min_chunk_size=PIECE):
        yield bytes(piece)


@lru_cache(maxsize=16)
def open_files(url: str) -> Files:
    """The store at `url`, one of SCHEMES, without asking it anything; a folder is made where it is missing.

    Who may enter a cloud's store is read from the environment, as its own tools do. Raises SetupError.
    """
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES or (parts.scheme == "file") is bool(parts.netloc):
        raise SetupError(f"HALLWAY_FILES begins with {url.partition('?')[0][:60]!r}. {_EXAMPLES}.")
    if parts.scheme == "file":
        return Files(_folder(Path(unquote(parts.path))), url)
    try:
        store = from_url(
            url,
            client_options={"connect_timeout": timedelta(seconds=5), "timeout": timedelta(seconds=60)},
            retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=60)},
        )
    except (BaseError, ValueError) as fault:
        raise SetupError(f"HALLWAY_FILES is no place for files: {_reason(fault)}. {_EXAMPLES}.") from fault
    return Files(store, f"{parts.scheme}://{parts.netloc}{parts.path}")


def _folder(path: Path) -> LocalStore:
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        return LocalStore(path)
    except (OSError, BaseError) as fault:
        raise SetupError(f"HALLWAY_FILES names the folder {path}, which can't be made: {_reason(fault)}.") from fault


def _reason(fault: Exception) -> str:
    """The first line; what follows is for its authors."""
    return (getattr(fault, "strerror", None) or str(fault)).partition("\n")[0].rstrip(".")
