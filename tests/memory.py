"""A folder in memory for what tests write: making a PostgreSQL database there takes a tenth of the time."""

import shutil
from pathlib import Path

SHARED_MEMORY = Path("/dev/shm")  # Linux; tests put folders of random names into it
WANTED = 2 * 1024**3
"""Octets. Containers often have 64 MB there, which is too little."""


def folder() -> str | None:
    """Where temporary files go, or None for the system's own place."""
    try:
        roomy = shutil.disk_usage(SHARED_MEMORY).free >= WANTED
    except OSError:
        return None
    return str(SHARED_MEMORY) if roomy else None
