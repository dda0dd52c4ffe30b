"""Heavy work of printing is done in processes of their own, which give their memory back and slow nobody down."""

import asyncio
import contextlib
import sys
from collections.abc import Sequence

from server.config import ROOT

PATIENCE = 180
"""Seconds that a process may take; pieces take two."""


class ProcessFailed(Exception):
    """It ended with a fault: a bug, or a machine without memory. The text is for the log."""


async def run(module: str, *arguments: str, given: bytes = b"") -> bytes:
    """What `python -m MODULE ARGUMENTS` writes, with `given` as its input. It is ended when we are.

    It gets no environment: it needs no secret. Raises ProcessFailed.
    """
    command: Sequence[str] = (sys.executable, "-m", module, *arguments)
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        *command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=ROOT, env={}, start_new_session=True
    )
    try:
        async with asyncio.timeout(PATIENCE):
            written, faults = await process.communicate(given)
    except TimeoutError as fault:
        raise ProcessFailed(f"{module} took more than {PATIENCE} s") from fault
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode != 0:
        raise ProcessFailed(f"{module} ended with {process.returncode}: {faults.decode(errors='replace')[-2000:]}")
    return written
