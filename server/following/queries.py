"""What the viewer follows."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, exists, literal, select, union_all

from server.actor import Actor, Scope, member_with
from server.campuses.models import Campus
from server.db import Database, Key
from server.following.models import FollowedCampus, FollowedOrganization, FollowedTag
from server.following.what import ACampus, AnOrganization, ATag, What
from server.organizations.models import Organization
from server.words import findable

_viewer = bindparam("viewer", type_=Key())
_tags = select(literal("tag").label("sort"), FollowedTag.tag.label("slug"), FollowedTag.tag.label("name")).where(
    FollowedTag.person_id == _viewer
)
_organizations = (
    select(literal("organization"), Organization.slug, Organization.name)
    .join(FollowedOrganization, FollowedOrganization.organization_id == Organization.id)
    .where(FollowedOrganization.person_id == _viewer)
)
_campuses = (
    select(literal("campus"), Campus.slug, Campus.name)
    .join(FollowedCampus, FollowedCampus.campus_id == Campus.id)
    .where(FollowedCampus.person_id == _viewer)
)
_groups = select(FollowedOrganization.organization_id).where(FollowedOrganization.person_id == _viewer)
_mine = union_all(_tags, _organizations, _campuses)


@dataclass(slots=True)
class Followed:
    """Rows of (slug, name), by name."""

    organization: list[Row[Any]] = field(default_factory=list)
    campus: list[Row[Any]] = field(default_factory=list)
    tag: list[Row[Any]] = field(default_factory=list)


async def followed(database: Database, *, actor: Actor) -> Followed:
    """All that the viewer follows, in one statement; nothing for strangers and programs without READ_EVENTS."""
    found = Followed()
    member = member_with(actor, Scope.READ_EVENTS)
    if member is not None:
        for row in sorted(await database.rows(_mine, {"viewer": member.person_id}), key=lambda row: row.name):
            getattr(found, row.sort).append(row)
    return found


async def followed_organizations(database: Database, *, actor: Actor) -> list[UUID]:
    """Ids of the organizations that the viewer follows, 200 at most; none for strangers, and programs without
    READ_EVENTS."""
    member = member_with(actor, Scope.READ_EVENTS)
    return [row[0] for row in await database.rows(_groups, {"viewer": member.person_id})] if member else []


async def follows(database: Database, *, person_id: UUID, what: What) -> bool:
    """Whether this person follows it."""
    mine = exists()
    match what:
        case AnOrganization(slug):
            key = select(Organization.id).where(Organization.slug == findable(slug)).scalar_subquery()
            mine = mine.where(FollowedOrganization.organization_id == key, FollowedOrganization.person_id == person_id)
        case ACampus(slug):
            key = select(Campus.id).where(Campus.slug == findable(slug)).scalar_subquery()
            mine = mine.where(FollowedCampus.campus_id == key, FollowedCampus.person_id == person_id)
        case ATag(word):
            tag = findable(word.strip().lower())
            mine = mine.where(FollowedTag.tag == tag, FollowedTag.person_id == person_id)
    return bool((await database.rows(select(mine)))[0][0])
