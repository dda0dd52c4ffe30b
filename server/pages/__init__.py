"""The site map: one line a page."""

from starlette.routing import Route

from server.pages.page import Entry, Page, Site

SITE_MAP = (
    Entry("/", "events/index"),
    Entry("/events/{slug}", "events/show", subject="event"),
    Entry("/organizations", "organizations/index"),
    Entry("/organizations/{slug}", "organizations/show", subject="organization"),
    Entry("/sign-in", "people/sign_in"),
)


def routes(site: Site) -> list[Route]:
    """Every page."""
    return [Page(site, entry, site.documents.read(entry.name)).route for entry in SITE_MAP]
