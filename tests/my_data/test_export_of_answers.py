"""What somebody answered to organizers goes along with its question, and goes when they do."""

import json
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from coming import Coming
from conftest import NOW
from make import event

from server.attendance.models import EventQuestion, QuestionKind
from server.config import Settings
from server.db import Database
from server.keys import new_key
from server.seed import SeededCampus

Taken: TypeAlias = Callable[[str], Awaitable[dict[str, bytes]]]


async def test_ones_answers_go_along_with_their_questions_and_no_others(
    database: Database, settings: Settings, campus: SeededCampus, taken: Taken
) -> None:
    coming, question = Coming(database, settings), new_key()
    async with database.write() as session:
        made = await event(session)
        session.add(
            EventQuestion(
                id=question, event_id=made.id, position=1, text="Food?", kind=QuestionKind.TEXT, required=False
            )
        )
    for who, food in (("ada", "Soup"), ("ben", "Bread")):
        await coming.says(campus.people[who], made.id, answers=[(question, food)], now=NOW)

    files = await taken("ada")

    [answer] = json.loads(files["answers-to-organizers.json"])
    assert (answer["question"], answer["answer"]) == ("Food?", "Soup")
    assert b"Bread" not in b"".join(files.values())
