"""Those who post on the demo campus."""

import pytest
from posting import Posters

from server.db import Database
from server.seed import SeededCampus


@pytest.fixture
def posters(database: Database, campus: SeededCampus) -> Posters:
    return Posters(database, campus)
