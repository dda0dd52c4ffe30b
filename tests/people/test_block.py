"""Somebody is kept away, and isn't told."""

import pytest
from conftest import NOW
from sqlalchemy import select

from server.actor import ANONYMOUS, Member
from server.db import Database
from server.errors import NotFound, SignInRequired
from server.keys import new_key
from server.people.block import block_person, unblock_person
from server.people.models import Block
from server.seed import SeededCampus


async def blocks(database: Database) -> list[tuple[object, ...]]:
    return [tuple(row) for row in await database.rows(select(Block.person_id, Block.blocked_id, Block.created_at))]


async def test_block_person_twice_keeps_the_first_block(database: Database, campus: SeededCampus) -> None:
    ada, ben = campus.people["ada"], campus.people["ben"]
    for _ in range(2):
        async with database.write() as session:
            await block_person(session, actor=Member(ada), person_id=ben, now=NOW)

    assert await blocks(database) == [(ada, ben, NOW)]


async def test_unblock_person_takes_only_that_block_back(database: Database, campus: SeededCampus) -> None:
    ada, ben, eli = (campus.people[key] for key in ("ada", "ben", "eli"))
    async with database.write() as session:
        await block_person(session, actor=Member(ada), person_id=ben, now=NOW)
        await block_person(session, actor=Member(ada), person_id=eli, now=NOW)
        await block_person(session, actor=Member(ben), person_id=ada, now=NOW)

    for _ in range(2):
        async with database.write() as session:
            await unblock_person(session, actor=Member(ada), person_id=ben)

    assert set(await blocks(database)) == {(ada, eli, NOW), (ben, ada, NOW)}


async def test_block_person_of_oneself_or_nobody_is_refused(database: Database, campus: SeededCampus) -> None:
    ada = campus.people["ada"]
    for nobody in (ada, new_key()):
        with pytest.raises(NotFound):
            async with database.write() as session:
                await block_person(session, actor=Member(ada), person_id=nobody, now=NOW)

    assert await blocks(database) == []


async def test_block_person_without_sign_in_is_refused(database: Database, campus: SeededCampus) -> None:
    with pytest.raises(SignInRequired):
        async with database.write() as session:
            await block_person(session, actor=ANONYMOUS, person_id=campus.people["ben"], now=NOW)
    with pytest.raises(SignInRequired):
        async with database.write() as session:
            await unblock_person(session, actor=ANONYMOUS, person_id=campus.people["ben"])
