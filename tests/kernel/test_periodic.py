"""What a server does again and again goes on after a failure, and ends with the server."""

import asyncio
import logging
from datetime import timedelta

import pytest

from server.periodic import Periodic

SOON = timedelta(milliseconds=5)


async def test_a_failure_is_told_by_its_type_and_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    times: list[int] = []

    async def work() -> None:
        times.append(len(times))
        if len(times) == 1:
            raise ValueError("a secret")

    periodic = Periodic(work, name="Sweeping", every=SOON, first=timedelta(0))

    with caplog.at_level(logging.ERROR, "hallway.periodic"):
        periodic.start()
        async with asyncio.timeout(10):
            while len(times) < 3:  # noqa: ASYNC110  # it tells nobody
                await asyncio.sleep(0.002)
        await periodic.close()

    assert [record.getMessage() for record in caplog.records] == [
        "Sweeping failed: ValueError. It is tried again in 0:00:00.005000."
    ]


async def test_close_ends_it() -> None:
    times: list[int] = []

    async def work() -> None:
        times.append(1)

    periodic = Periodic(work, name="Sweeping", every=SOON)
    periodic.start()
    await periodic.close()
    await asyncio.sleep(0.05)

    assert times == []


async def test_close_before_start_is_nothing() -> None:
    async def work() -> None:
        raise AssertionError

    await Periodic(work, name="Sweeping", every=SOON).close()
