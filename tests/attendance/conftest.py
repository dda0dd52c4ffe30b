"""People who say whether they come."""

import pytest
from coming import Coming

from server.config import Settings
from server.db import Database


@pytest.fixture
def coming(database: Database, settings: Settings) -> Coming:
    return Coming(database, settings)
