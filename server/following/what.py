"""Something that can be followed, as somebody names it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from server.campuses.models import Campus
from server.errors import FieldError, InvalidInput, NotFound
from server.following.models import FollowedCampus, FollowedOrganization, FollowedTag
from server.organizations.models import Organization
from server.words import findable

LONGEST_TAG = 60


@dataclass(frozen=True, slots=True)
class AnOrganization:
    slug: str


@dataclass(frozen=True, slots=True)
class ACampus:
    slug: str


@dataclass(frozen=True, slots=True)
class ATag:
    """Any word; white space around it and case don't matter."""

    word: str


What = AnOrganization | ACampus | ATag


async def column_of(session: AsyncSession, what: What) -> tuple[Any, str, UUID | str]:
    """The table that holds who follows such a thing, its column for the thing, and the value for this one.

    Raises NotFound for an organization or campus that is not there, InvalidInput for a tag that is none.
    """
    match what:
        case AnOrganization(slug):
            key = await session.scalar(select(Organization.id).where(Organization.slug == findable(slug)))
            found: tuple[Any, str, UUID | None] = (FollowedOrganization, "organization_id", key)
        case ACampus(slug):
            key = await session.scalar(select(Campus.id).where(Campus.slug == findable(slug)))
            found = (FollowedCampus, "campus_id", key)
        case ATag(word):
            return FollowedTag, "tag", _tag(word)
    table, column, key = found
    if key is None:
        raise NotFound
    return table, column, key


def _tag(word: str) -> str:
    tag = findable(word.strip().lower())
    if not tag:
        raise InvalidInput(FieldError(("tag",), "Write the tag to follow, such as “robotics”."))
    if len(tag) > LONGEST_TAG:
        message = f"This tag has {len(tag)} characters. Tags have {LONGEST_TAG} at most."
        raise InvalidInput(FieldError(("tag",), message))
    return tag
