"""Roles on the demo campus: Tomas is the Robotics Club's officer, Eli its organizer; Gus looks after Boston."""

import pytest
from roles import Roles

from server.config import Settings
from server.db import Database
from server.seed import SeededCampus


@pytest.fixture
def roles(database: Database, settings: Settings, campus: SeededCampus) -> Roles:
    return Roles(database, settings, campus)
