"""What runs in the background ends when it is told to, also where a cancellation is lost."""

import asyncio

import pytest

from server import periodic


async def test_end_what_lost_its_cancellation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(periodic, "PATIENCE", 0.01)
    lost: list[str] = []

    async def deaf_once() -> None:
        while True:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                if lost:
                    raise
                lost.append("one")

    task = asyncio.create_task(deaf_once())
    await asyncio.sleep(0)

    await asyncio.wait_for(periodic.end(task), 5)

    assert task.cancelled()
    assert lost == ["one"]


async def test_end_what_ended_already() -> None:
    task = asyncio.create_task(asyncio.sleep(0))
    await task

    await periodic.end(task)

    assert task.done()
