"""Anybody finds where the calendar of a filter is: that of an organization, of a campus, or of any events."""

from sqlalchemy import select

from server.campuses.models import Campus
from server.db import Database
from server.events.filter import EventFilter
from server.feeds.addresses import campus_head, filter_head, organization_head, saved_filter_head
from server.feeds.head import Head
from server.feeds.ways import Ways, ways
from server.finding.saved_filters import saved_filter
from server.organizations.models import Organization


async def public_address(
    database: Database, *, filter: EventFilter, name: str, base_url: str, saved: str | None = None
) -> Ways | None:
    """Of the events that `filter` leaves; `name` is what all of them are called. `saved`: a saved filter's instead.

    None where it is only about an organization, a campus or a saved filter that is not there. Raises InvalidInput.
    """
    if saved is not None:
        row = await saved_filter(database, slug=saved)
        if row is None:
            return None
        return _to(saved_filter_head(row.slug, row.name, base_url))
    head = await _head(database, filter.normal(), name, base_url)
    return _to(head) if head is not None else None


def _to(head: Head) -> Ways:
    return ways(head.name, head.source or "")


async def _head(database: Database, filter_: EventFilter, name: str, base_url: str) -> Head | None:
    if filter_.organization and filter_ == EventFilter(organization=filter_.organization):
        one = select(Organization.name, Organization.summary).where(Organization.slug == filter_.organization)
        found = await database.rows(one)
        return organization_head(filter_.organization, found[0].name, found[0].summary, base_url) if found else None
    if filter_.campus and filter_ == EventFilter(campus=filter_.campus):
        found = await database.rows(select(Campus.name).where(Campus.slug == filter_.campus))
        return campus_head(filter_.campus, found[0].name, base_url) if found else None
    return filter_head(filter_, name, base_url)
