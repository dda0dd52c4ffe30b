"""Files are kept, read in pieces, and removed; an address that is none says so."""

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from obstore.store import MemoryStore, S3Store

from server.config import Settings
from server.errors import SetupError
from server.files.store import PIECE, Files, open_files


@pytest.fixture(params=["folder", "memory"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Files:
    if request.param == "folder":
        return open_files((tmp_path / "files").as_uri())
    return Files(MemoryStore(), "memory")


async def test_a_file_is_read_as_it_was_kept(files: Files) -> None:
    octets = os.urandom(3 * PIECE + 7)

    key = await files.keep(octets)

    kept = await files.open(key)
    assert kept is not None
    assert kept.size == len(octets)
    pieces = [piece async for piece in kept.pieces]
    assert b"".join(pieces) == octets
    assert await files.read(key) == octets


async def test_pieces_of_a_folder_are_no_whole_file(tmp_path: Path) -> None:
    files = open_files((tmp_path / "files").as_uri())
    key = await files.keep(bytes(8 * PIECE))

    kept = await files.open(key)

    assert kept is not None
    sizes = [len(piece) async for piece in kept.pieces]
    assert max(sizes) <= 2 * PIECE


async def test_two_files_with_the_same_octets_are_two(files: Files) -> None:
    one, other = await files.keep(b"same"), await files.keep(b"same")

    await files.remove([one])

    assert await files.read(one) is None
    assert await files.read(other) == b"same"


async def test_what_is_gone_may_be_removed_again(files: Files) -> None:
    key = await files.keep(b"once")

    await files.remove([key])
    await files.remove([key])

    assert await files.open(key) is None


async def test_only_old_files_are_named_as_old(files: Files) -> None:
    keys = {await files.keep(b"x") for _ in range(3)}
    now = datetime.now(UTC)

    before = [key async for found in files.kept_before(now - timedelta(hours=1)) for key in found]
    after = [key async for found in files.kept_before(now + timedelta(hours=1)) for key in found]

    assert before == []
    assert set(after) == keys


async def test_a_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    place = tmp_path / "deep" / "files"

    files = open_files(place.as_uri())

    await files.ready()
    assert place.stat().st_mode & 0o077 == 0


def test_without_a_setting_files_are_beside_the_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HALLWAY_VAR", str(tmp_path))
    monkeypatch.delenv("HALLWAY_FILES", raising=False)

    settings = Settings.from_environment()

    assert settings.files_url == (tmp_path / "files").as_uri()


def test_a_bucket_with_a_prefix_is_one_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HALLWAY_FILES", "s3://northgate-files/hallway")

    store = open_files(Settings.from_environment().files_url)._store

    assert isinstance(store, S3Store)
    assert (store.config["bucket"], store.prefix) == ("northgate-files", "hallway")


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("/var/lib/hallway/files", "HALLWAY_FILES begins with '/var/lib/hallway/files'. Give file:///"),
        ("file://var/lib/files", "HALLWAY_FILES begins with 'file://var/lib/files'. Give file:///"),
        ("https://files.example", "HALLWAY_FILES begins with 'https://files.example'. Give file:///"),
        ("memory:///", "HALLWAY_FILES begins with 'memory:///'. Give file:///"),
        ("s3://", "HALLWAY_FILES begins with 's3://'. Give file:///"),
        ("az://container/prefix", "HALLWAY_FILES is no place for files: Generic MicrosoftAzure error: Account must"),
        ("file:///dev/null/files", "HALLWAY_FILES names the folder /dev/null/files, which can't be made: Not a dir"),
    ],
)
def test_an_address_that_is_no_place_says_so(url: str, sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AZURE_STORAGE_ACCOUNT_NAME", raising=False)

    with pytest.raises(SetupError, match=re.escape(sentence)):
        open_files(url)


async def test_a_store_that_does_not_answer_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "id")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "zqxsecret")
    files = open_files("s3://northgate-files/nobody-answers")

    with pytest.raises(SetupError, match="The files at s3://northgate-files/nobody-answers can't be reached") as fault:
        await files.ready()

    assert "zqxsecret" not in str(fault.value)
