"""The site map: one line a page, one line a file to download."""

from starlette.routing import Route

from server.pages.card_file import card_file_route
from server.pages.download import download
from server.pages.event_picture import event_picture_route
from server.pages.lead_resume import lead_resume_route
from server.pages.my_data_file import my_data_file
from server.pages.page import Entry, Page, Site
from server.pages.print_file import print_file_route
from server.pages.roster_file import roster_file_route
from server.people.card_file import CardFile

SITE_MAP = (
    Entry("/", "events/index", then="/saved/{savedFilter.slug}"),
    Entry("/month", "events/month"),
    Entry("/week", "events/week"),
    Entry("/saved/{slug}", "finding/saved", subject="savedFilter"),
    Entry("/for-you", "finding/for_you", signed_in=True),
    Entry("/events/{slug}", "events/show", subject="event"),
    Entry("/agenda", "attendance/agenda", signed_in=True),
    Entry(
        "/events/{slug}/edit",
        "events/edit",
        subject="eventForm",
        signed_in=True,
        shows="KeepEventDraftSuccess",
        then={
            "PostEventSuccess": "/events/{slug}/edit?saved=yes",
            "DiscardEventSuccess": "/organizations/{organization}/events",
        },
    ),
    Entry("/events/{slug}/plans", "events/plans", subject="eventForm", signed_in=True, then="/events/{slug}"),
    Entry("/events/{slug}/history", "events/history", subject="eventHistory", signed_in=True),
    Entry("/organizations", "organizations/index"),
    Entry("/organizations/{slug}", "organizations/show", subject="organization"),
    Entry("/organizations/{slug}/events", "organizations/events", subject="organizationInHand", signed_in=True),
    Entry(
        "/organizations/{slug}/events/new",
        "events/new",
        subject="organizationInHand",
        signed_in=True,
        shows="KeepEventDraftSuccess",
        then={"PostEventSuccess": "/events/{slug}/edit?saved=yes"},
    ),
    Entry("/campuses/{slug}/review", "campuses/review", subject="campusReview", signed_in=True),
    Entry(
        "/organizations/{slug}/members",
        "organizations/members",
        subject="organizationTeam",
        signed_in=True,
        shows="InviteSuccess",
    ),
    Entry(
        "/organizations/{slug}/import",
        "imports/file",
        subject="importing",
        signed_in=True,
        then="/organizations/{organization}/import?draft={id}",
    ),
    Entry(
        "/events/{slug}/agenda",
        "events/agenda",
        subject="eventAgenda",
        signed_in=True,
        then="/events/{slug}/agenda",
    ),
    Entry(
        "/events/{slug}/picture",
        "events/picture",
        subject="eventAgenda",
        signed_in=True,
        then="/events/{slug}/picture",
    ),
    Entry(
        "/events/{slug}/series",
        "events/series",
        subject="eventSeries",
        signed_in=True,
        then="/events/{slug}/series",
    ),
    Entry("/organizations/{slug}/imports", "imports/sources", subject="importing", signed_in=True),
    Entry(
        "/events/{slug}/attendees",
        "attendance/attendees",
        subject="eventAttendees",
        signed_in=True,
        shows="ToldSuccess",
    ),
    Entry(
        "/events/{slug}/badges",
        "badges/event",
        subject="eventBadges",
        signed_in=True,
        shows="IssueBadgesSuccess",
    ),
    Entry(
        "/events/{slug}/guests",
        "badges/guests",
        subject="eventBadges",
        signed_in=True,
        shows="PreviewGuestsSuccess",
        then={"BringGuestsSuccess": "/events/{slug}/badges?brought={made}"},
    ),
    Entry("/events/{slug}/walk-in", "doors/walk_in", subject="eventBadges", signed_in=True, shows="WalkInSuccess"),
    Entry("/events/{slug}/print", "printing/print", subject="eventPrinting", signed_in=True),
    Entry("/events/{slug}/doors", "doors/event", subject="eventDoors", signed_in=True, shows="StationLinkSuccess"),
    Entry("/events/{slug}/self-check-in", "doors/projector", subject="selfCheckInCode", signed_in=True),
    Entry("/doors/{id}", "doors/station", subject="doorStation", signed_in=True, shows="CheckInSuccess"),
    Entry("/doors/join/{token}", "doors/join", then="/doors/{id}"),
    Entry("/C/{place}/{code}", "doors/self", subject="eventToCheckIn", signed_in=True),
    Entry("/c/{place}/{code}", "doors/self", subject="eventToCheckIn", signed_in=True),
    Entry("/events/{slug}/questions", "attendance/questions", subject="eventAttendees", signed_in=True),
    Entry("/events/{slug}/staff", "events/staff", subject="event", signed_in=True, shows="InviteSuccess"),
    Entry(
        "/campuses/{slug}/administrators",
        "campuses/administrators",
        subject="campusTeam",
        signed_in=True,
        shows="InviteSuccess",
    ),
    Entry("/subscribe", "feeds/subscribe", subject="calendarAddress"),
    Entry("/invitations/{token}", "invitations/show"),
    Entry("/badge", "badges/show", signed_in=True),
    Entry(
        "/scan",
        "badges/scan",
        subject="scanJob",
        signed_in=True,
        then={
            "ScanBadgeSuccess": "/scan?event={encounter.event.slug}&scanned={encounter.id}",
            "ScanBoothSuccess": "/organizations/{booth.organization.slug}",
            "ScanAtBoothSuccess": "/leads/{lead}",
        },
    ),
    Entry("/BOOTH/B/{code}", "badges/booth", subject="booth", then="/organizations/{booth.organization.slug}"),
    Entry("/booth/b/{code}", "badges/booth", subject="booth", then="/organizations/{booth.organization.slug}"),
    Entry(
        "/organizations/{slug}/opportunities",
        "organizations/opportunities",
        subject="organizationTeam",
        signed_in=True,
    ),
    Entry("/booths", "leads/mine", signed_in=True),
    Entry("/booths/{booth}/code", "leads/code", subject="boothLeads", signed_in=True),
    Entry("/booths/{booth}", "leads/index", subject="boothLeads", signed_in=True),
    Entry("/booths/{booth}/questions", "leads/questions", subject="boothLeads", signed_in=True),
    Entry("/leads/{id}", "leads/show", subject="lead", signed_in=True),
    Entry(
        "/B/{code}",
        "badges/open",
        subject="badge",
        then={"ScanBadgeSuccess": "/contacts/{contact.id}", "ClaimGuestSuccess": "/badge?claimed={claimed}"},
    ),
    Entry(
        "/b/{code}",
        "badges/open",
        subject="badge",
        then={"ScanBadgeSuccess": "/contacts/{contact.id}", "ClaimGuestSuccess": "/badge?claimed={claimed}"},
    ),
    Entry("/on-this-phone", "people/on_this_phone", signed_in=True),
    Entry("/contacts", "contacts/index", signed_in=True),
    Entry("/contacts/{id}", "contacts/show", subject="contact", signed_in=True),
    Entry("/sign-in", "people/sign_in", then="/sign-in/code?attempt={attempt}&next={next}"),
    Entry("/sign-in/code", "people/code", onward=True),
    Entry("/sign-in/passkey", "people/offer_passkey", signed_in=True, onward=True),
    Entry("/settings", "settings/index", signed_in=True),
    Entry("/settings/card", "settings/card", signed_in=True, then="/settings/card?saved=yes"),
    Entry("/settings/card/photo", "settings/photo", signed_in=True, then="/settings/card?saved=photo"),
    Entry("/settings/card/resume", "settings/resume", signed_in=True, then="/settings/card?saved=resume"),
    Entry("/speaking", "events/speaking", signed_in=True),
    Entry("/settings/roles", "settings/roles", signed_in=True),
    Entry("/settings/who-has-my-card", "contacts/receipts", signed_in=True, shows="WithdrawSuccess"),
    Entry("/settings/blocked", "people/blocked", signed_in=True),
    Entry("/settings/employers", "settings/employers", signed_in=True),
    Entry("/settings/sessions", "settings/sessions", signed_in=True),
    Entry("/settings/passkeys", "settings/passkeys", signed_in=True),
    Entry("/settings/tokens", "settings/tokens", signed_in=True, shows="CreateApiTokenSuccess"),
    Entry("/settings/calendars", "settings/calendars", signed_in=True, shows="SubscribeSuccess"),
    Entry("/settings/my-data", "my_data/export", signed_in=True),
    Entry("/settings/erase", "my_data/erase", signed_in=True, then="/erased"),
    Entry("/report/{id}", "contacts/report", subject="personToReport", signed_in=True, shows="ReportPersonSuccess"),
    Entry("/campuses/{slug}/activity", "campuses/activity", subject="campusActivity", signed_in=True),
    Entry("/campuses/{slug}/reports", "campuses/reports", subject="campusReports", signed_in=True),
    Entry("/campuses/{slug}/retention", "my_data/retention", subject="retention", signed_in=True),
    Entry("/erased", "my_data/erased"),
    Entry("/settings/activity", "my_data/activity", signed_in=True),
    Entry("/outbox", "mail/outbox", subject="outbox"),
)


def routes(site: Site) -> list[Route]:
    """Every file and every page; files first, since `/events/{slug}` would match `/events/fair.ics` too."""
    files = [
        download(site, "/feeds/events.ics", "feeds/events"),
        download(site, "/feeds/{secret}.ics", "feeds/personal", cached="private, no-cache"),
        download(site, "/saved/{slug}.ics", "feeds/saved_filter"),
        download(site, "/events/{slug}/attendees.csv", "attendance/csv", at="eventAttendees.csv", private=True),
        download(
            site, "/events/{slug}/print/preview.png", "printing/preview", at="eventPrinting.preview", private=True
        ),
        download(
            site, "/events/{slug}/print/test-sheet.pdf", "printing/sheet", at="eventPrinting.testSheet", private=True
        ),
        print_file_route(site),
        download(site, "/events/{slug}/arrivals.csv", "doors/csv", at="eventDoors.csv", private=True),
        download(site, "/events/{slug}.ics", "feeds/event"),
        download(site, "/organizations/{slug}.ics", "feeds/organization"),
        download(site, "/campuses/{slug}.ics", "feeds/campus"),
        download(site, "/booths/{booth}/leads.csv", "leads/csv", at="boothLeads.csv", private=True),
        download(site, "/booths/{booth}/leads.xlsx", "leads/xlsx", at="boothLeads.xlsx", private=True),
        download(site, "/booths/{booth}/code.svg", "leads/svg", at="boothLeads.code.svgFile", private=True),
        lead_resume_route(site),
        download(site, "/badge.svg", "badges/svg", at="viewer.badge.svgFile", private=True),
        download(site, "/badge.png", "badges/png", at="viewer.badge.pngFile", private=True),
        download(site, "/B/{code}.vcf", "badges/vcard", at="badge.vcard"),
        download(site, "/contacts/{id}.vcf", "contacts/vcard", at="contact.vcard", private=True),
        *(card_file_route(site, which) for which in CardFile),
        event_picture_route(site),
        roster_file_route(site),
        my_data_file(site),
    ]
    return [*files, *(Page(site, entry, site.documents.read(entry.name)).route for entry in SITE_MAP)]
