"""People who come to the fair, and those who stand at its doors."""

import pytest
from at_the_door import Doors

from server.config import Settings
from server.db import Database
from server.seed import SeededCampus


@pytest.fixture
def doors(database: Database, settings: Settings, campus: SeededCampus) -> Doors:
    return Doors(database, settings, campus)
