"""How a row says which file it has: by a key that means nothing and is never given out."""

import secrets
from typing import Any

from sqlalchemy import String
from sqlalchemy.types import TypeDecorator


class FileKey(TypeDecorator[str]):
    """A column that holds the key of a file in the store, 32 letters.

    tests/my_data/test_tidy_files.py fails for one that server/my_data/tidy_files.py does not know.
    """

    impl = String(32)
    cache_ok = True

    def __init__(self, *_: Any) -> None:
        super().__init__(32)


def new_file_key() -> str:
    """Random, so that nothing follows from it."""
    return secrets.token_hex(16)
