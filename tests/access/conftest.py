"""The stage is set once, and each test has a copy of it."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from asking import Stage
from conftest import copied, settings_for, sharing
from stage import set_stage

from schema.context import Resources
from server.db import Database
from server.seed import SeededCampus


@dataclass(frozen=True, slots=True)
class KeptStage:
    """Where a database lies in which the stage is set, with its files; and the words that stand there for things."""

    folder: Path
    words: dict[str, str]
    photo: bytes


@pytest.fixture(scope="session")
def kept_stage(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, campus: SeededCampus) -> KeptStage:
    folder = tmp_path_factory.mktemp("stage")

    async def keep() -> KeptStage:
        async with _standing(copied(sqlite_template, folder), folder) as resources:
            stage = await set_stage(resources, campus)
        return KeptStage(folder, stage.words, stage.photo)

    return asyncio.run(keep())


@pytest.fixture
async def stage(kept_stage: KeptStage, tmp_path: Path, campus: SeededCampus) -> AsyncIterator[Stage]:
    """On SQLite."""
    folder = tmp_path / "stage"
    shutil.copytree(kept_stage.folder, folder)
    async with _standing(f"sqlite:///{folder / 'test.sqlite3'}", folder) as resources:
        yield Stage(resources, campus, kept_stage.words, kept_stage.photo)


@asynccontextmanager
async def _standing(database_url: str, folder: Path) -> AsyncIterator[Resources]:
    database = Database.open(database_url)
    async with sharing(settings_for(database_url, folder), database) as resources:
        yield resources
    await database.close()
