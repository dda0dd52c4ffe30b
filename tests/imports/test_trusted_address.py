"""What an address brings goes out at once where the posts of whoever follows it do, and else to the reviewers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from conftest import NOW, Execute
from imports.brought import calendar, imported, vevent
from imports.elsewhere import Elsewhere, elsewhere
from imports.test_ask import follow
from sqlalchemy import delete, select, update

from server.attendance.ask_calendars import ask_calendars
from server.config import Settings
from server.db import Database
from server.events.reviews import EventReview
from server.imports.models import ImportSource
from server.keys import derived_key
from server.organizations.models import Membership, Organization, Posting, TrustedPoster

ROBOTICS, ELI = derived_key("organization", "robotics-club"), derived_key("person", "eli")


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Organizers may import from this machine."""
    return replace(settings, private_calendars=True)


@pytest.fixture
def there() -> Iterator[Elsewhere]:
    with elsewhere() as found:
        yield found


@pytest.fixture
async def reviewed(database: Database) -> None:
    """What the Robotics Club posts is looked at, but for what Eli posts."""
    async with database.write() as session:
        await session.execute(update(Organization).where(Organization.id == ROBOTICS).values(posting=Posting.REVIEWED))
        session.add(TrustedPoster(organization_id=ROBOTICS, person_id=ELI, trusted_at=NOW))


async def polled(database: Database, settings: Settings, there: Elsewhere, *names: str, after: int) -> dict[str, str]:
    """What is there once an address has these, some hours later."""
    there.octets = calendar(*(vevent(f"SUMMARY:{name}", uid=name) for name in names))
    await ask_calendars(database, settings, now=NOW + timedelta(hours=after))
    return {row.name: row.publication.value for row in await imported(database)}


async def test_it_goes_out_as_long_as_whoever_follows_the_address_is_trusted(
    execute: Execute, database: Database, settings: Settings, there: Elsewhere, reviewed: None
) -> None:
    await follow(execute, there, vevent("SUMMARY:Tea", uid="Tea"))

    trusted = await polled(database, settings, there, "Tea", "Walk", after=2)
    async with database.write() as session:
        await session.execute(delete(TrustedPoster))
    after = await polled(database, settings, there, "Tea", "Walk", "Talk", after=4)

    assert trusted == {"Tea": "PUBLISHED", "Walk": "PUBLISHED"}
    assert after == {"Tea": "PUBLISHED", "Walk": "PUBLISHED", "Talk": "IN_REVIEW"}
    assert len(await database.rows(select(EventReview.event_id).where(EventReview.sent_at > NOW))) == 1


@pytest.mark.parametrize("lost", ["membership", "who it was"])
async def test_it_is_reviewed_where_they_post_no_more_or_nobody_knows_who_follows_it(
    execute: Execute, database: Database, settings: Settings, there: Elsewhere, reviewed: None, lost: str
) -> None:
    await follow(execute, there, vevent("SUMMARY:Tea", uid="Tea"))
    async with database.write() as session:
        if lost == "membership":
            await session.execute(delete(Membership).where(Membership.person_id == ELI))
        else:
            await session.execute(update(ImportSource).values(added_by_id=None))

    found = await polled(database, settings, there, "Tea", "Walk", after=2)

    assert found == {"Tea": "PUBLISHED", "Walk": "IN_REVIEW"}
