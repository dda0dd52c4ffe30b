"""Whoever works at an event prints one badge of it at once, and it counts as printed."""

from base64 import b64decode
from typing import Any

import pypdfium2
import zxingcpp
from conftest import Execute
from desk import Desk

from schema.ids import global_id
from server.badges.issue import badge_text
from server.badges.models import BadgeState
from server.printing.board import jobs_of, printed_of
from server.printing.print_one import print_one

ONE = "query ($badge: ID!) { printedBadge(badge: $badge) { filename mediaType base64 } }"


def read(pdf: bytes) -> tuple[int, str]:
    """How many pages it has, and what the square on the first says."""
    document = pypdfium2.PdfDocument(pdf)
    (found,) = zxingcpp.read_barcodes(document[0].render(scale=3).to_pil())
    return len(document), found.text


async def test_badge_is_on_paper_at_once_and_counts_as_printed(desk: Desk, execute: Execute) -> None:
    badge_id, other = await desk.issue("ada", "ben")
    badge = await desk.badge(badge_id)

    made: Any = (await execute("fay", ONE, badge=global_id("badge", badge_id)))["data"]["printedBadge"]

    assert made["mediaType"] == "application/pdf"
    assert read(b64decode(made["base64"])) == (1, badge_text(desk.settings, badge))
    assert list(await printed_of(desk.database, [badge_id, other])) == [badge_id]
    assert await jobs_of(desk.database, desk.fair) == []  # the board has no line for each


async def test_nobody_else_gets_it_and_an_ended_one_nobody(desk: Desk) -> None:
    (badge_id,) = await desk.issue("ada")

    async def pdf(who: str) -> bytes | None:
        actor = desk.actor(who)
        return await print_one(desk.database, desk.settings, actor=actor, badge_id=badge_id, now=desk.now)

    others = [await pdf(who) for who in ("ada", "dana", "eli")]
    async with desk.database.write() as session:
        badge = await desk.badge(badge_id)
        badge.state, badge.ended_at = BadgeState.REVOKED, desk.now
        await session.merge(badge)
    ended = await pdf("gus")

    assert others == [None, None, None]
    assert ended is None
