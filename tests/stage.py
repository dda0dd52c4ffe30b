"""The things that the table of test_who_may.py names."""

from datetime import timedelta

from asking import Stage
from conftest import NOW, SECRET
from sqlalchemy import select, update

from schema.context import Resources
from schema.ids import global_id
from server.actor import Member
from server.attendance.models import EventQuestion, QuestionKind
from server.badges.arrive import Scan
from server.badges.booth_code import booth_code, make_booth_code
from server.badges.issue import issue_badge
from server.badges.models import Badge
from server.badges.qr import png
from server.badges.send import send_scans
from server.badges.token import derive, write
from server.contacts.models import Contact, ContactState, ScanMethod
from server.contacts.organization_book import organizations_met
from server.contacts.report import report_person
from server.contacts.reported import ReportReason
from server.contacts.whom_to_report import Through
from server.db import Database
from server.doors.check_in import check_in
from server.doors.code import shown_code
from server.doors.link import make_link
from server.doors.models import CheckInMethod
from server.doors.scan import DoorScan
from server.doors.stations import open_station
from server.events.booths import Booth
from server.events.filter import EventFilter
from server.events.keep import version_of
from server.events.models import Event, EventKind, Occurrence
from server.feeds.models import CalendarSource
from server.feeds.subscribe import subscribe
from server.feeds.wish import wish
from server.finding.save_filter import save_filter
from server.following.follow import follow as follow_
from server.following.what import ATag
from server.imports.host import Host, host_by_slug
from server.imports.models import ImportSource, SourceState
from server.imports.preview import keep_draft
from server.invitations.invite import invite
from server.invitations.models import InvitedTo
from server.keys import derived_key, new_key
from server.leads.models import LeadQuestion
from server.organizations.models import Role
from server.organizations.opportunities import OpportunityKind
from server.organizations.opportunity import post_opportunity
from server.people.demo_sign_in import demo_token
from server.people.models import Audience, Block, Card, Person, Session
from server.people.passkeys import Passkey
from server.people.sign_in import start_session
from server.printing.design import Design
from server.printing.models import PrintJob, PrintState
from server.seed import SeededCampus
from server.seed.people_rows import badge_seed

CALENDAR = b"BEGIN:VEVENT\nUID:1\nDTSTART:20261005T180000\nSUMMARY:Tea\nEND:VEVENT\n"


async def set_stage(resources: Resources, campus: SeededCampus) -> Stage:
    """Everything that the table names is made where the demo campus has none."""
    database, people = resources.database, campus.people
    halden = campus.organizations["halden-robotics"]
    ada, fair = people["ada"], campus.events["fair"]
    async with database.write() as session:
        await start_session(session, person_id=ada, user_agent="Firefox", now=NOW)
        session_id = await session.scalar(select(Session.id).where(Session.person_id == ada))
        made = await invite(
            session,
            settings=resources.settings,
            actor=Member(people["tomas"]),
            to=InvitedTo.ORGANIZATION,
            place_id=campus.organizations["robotics-club"],
            role=Role.MEMBER,
            uses=50,
            now=NOW,
        )
        report_id = await report_person(
            session,
            settings=resources.settings,
            actor=Member(ada),
            through=Through.RECEIPT,
            key=derived_key("contact", people["kofi"].hex, ada.hex),
            reason=ReportReason.SPAM,
            now=NOW,
        )
        booth_id = await session.scalar(select(Booth.id).where(Booth.event_id == fair, Booth.label == "B7"))
        evening = select(Occurrence.recurrence_id).where(Occurrence.event_id == campus.events["build-night"])
        evening_at = await session.scalar(evening.where(Occurrence.starts_at > NOW).order_by(Occurrence.starts_at))
        question = EventQuestion(
            id=new_key(), event_id=fair, position=1, text="Lunch?", kind=QuestionKind.TEXT, required=False
        )
        session.add(question)
        asked = LeadQuestion(
            id=new_key(), organization_id=halden, position=1, text="Visa?", kind=QuestionKind.TEXT, event_id=fair
        )
        session.add(asked)
        badge_id = await session.scalar(select(Badge.id).where(Badge.person_id == ada))
        secret = resources.settings.secret
        of_fair = await issue_badge(session, secret=secret, person_id=people["ben"], event_id=fair, now=NOW)
        session.add(
            Passkey(
                id=derived_key("passkey", ada.hex),
                person_id=ada,
                credential_id=b"one",
                public_key=b"key",
                sign_count=0,
                name="Phone",
                created_at=NOW,
            )
        )
        club = await _club(database)
        import_id = (await keep_draft(session, host=club, name="club.ics", octets=CALENDAR, now=NOW)).id
        source = club_source(club)
        session.add(source)
        session.add(Block(person_id=ada, blocked_id=people["omar"], created_at=NOW))
        kept = {"photo": await resources.files.keep(b"JPEG"), "resume": await resources.files.keep(b"PDF")}
        await session.execute(update(Person).where(Person.id == ada).values(kept))
        shares = {"photo_audience": Audience.MEMBERS, "resume_audience": Audience.NOBODY}
        await session.execute(update(Card).where(Card.person_id == ada).values(shares))
        await follow_(session, actor=Member(ada), what=ATag("career"), now=NOW)
        fairs = EventFilter(kinds=(EventKind.FAIR,))
        saved = await save_filter(session, actor=Member(ada), name="Fairs", filter=fairs, now=NOW)
        going = wish(name="Mine", sources=frozenset(CalendarSource), saved_filter_id=None, remind_minutes=None)
        calendar = await subscribe(session, actor=Member(ada), wish=going, now=NOW)
        # Whom Ada is asked about.
        asks = (Contact.owner_id == people["tomas"]) & (Contact.person_id == ada)
        await session.execute(update(Contact).where(asks).values(state=ContactState.PENDING, granted=0, mutual=False))

        station = await open_station(
            session,
            actor=Member(people["ruth"]),
            occurrence_id=fair,
            name="East door",
            lets_in_anyway=False,
            now=NOW,
        )
        print_ = PrintJob(
            id=derived_key("print", ada.hex),
            event_id=fair,
            requested_at=NOW,
            design=Design().written(),
            total=1,
            state=PrintState.DONE,
            finished_at=NOW,
            file_key=await resources.files.keep(b"PDF"),
            octets=3,
            expires_at=NOW + timedelta(days=1),
        )
        session.add(print_)
        scan = DoorScan(new_key(), station.id, NOW, CheckInMethod.NAME, person_id=people["noor"])
        door_link = await make_link(session, actor=Member(people["ruth"]), station_id=station.id)
        arrived = await check_in(session, actor=Member(people["ruth"]), scan=scan, now=NOW)

        ben_has = {"resume": await resources.files.keep(b"PDF")}
        await session.execute(update(Person).where(Person.id == people["ben"]).values(ben_has))
        await session.execute(update(Card).where(Card.person_id == people["ben"]).values(employers_get="resume"))
    met = Scan(
        derived_key("encounter", "stage"),
        write(derive(SECRET, badge_seed(SECRET, people["ben"]))),
        fair,
        NOW,
        ScanMethod.CAMERA,
    )
    await send_scans(resources.encounters, actor=Member(people["dana"]), now=NOW, scans=[met])
    assert booth_id is not None
    async with database.write() as session:
        await make_booth_code(session, secret=SECRET, booth_id=booth_id, now=NOW)
        opportunity_id = await post_opportunity(
            session,
            actor=Member(people["tomas"]),
            organization_id=campus.organizations["robotics-club"],
            kind=OpportunityKind.PROJECT,
            title="A robot",
            now=NOW,
        )
    booth_letters = await booth_code(database, settings=resources.settings, booth_id=booth_id)
    assert booth_letters is not None
    visit = Scan(derived_key("visit", "stage"), booth_letters, None, NOW, ScanMethod.CAMERA)
    await send_scans(resources.encounters, actor=Member(ada), now=NOW, scans=[visit])
    (organization_met,) = await organizations_met(database, actor=Member(ada))

    def code(key: str) -> str:
        return write(derive(SECRET, badge_seed(SECRET, people[key])))

    def contact(kind: str, owner: str, person: str) -> str:
        return global_id(kind, derived_key("contact", people[owner].hex, people[person].hex))

    async def version(key: str) -> str:
        async with database.read() as session:
            event = await session.get(Event, campus.events[key])
        assert event is not None
        return version_of(event)

    assert session_id is not None
    assert badge_id is not None
    assert evening_at is not None
    assert made.token is not None
    words = {
        "fair": "engineering-career-fair",
        "draft": "robot-night",
        "series": "build-night",
        "evening": evening_at.isoformat(),
        "draft_version": await version("robot-night"),
        "waiting": "line-follower-cup",
        "workshop": "solder-badge",
        "workshop_version": await version("solder-badge"),
        "fair_id": global_id("event", fair),
        "question_id": global_id("question", question.id),
        "lead_id": global_id("lead", met.id),
        "booth_code": booth_letters,
        "opportunity_id": global_id("opportunity", opportunity_id),
        "organization_contact_id": global_id("organization-contact", organization_met.id),
        "lead_question_id": global_id("lead-question", asked.id),
        "ada": global_id("person", ada),
        "ben": global_id("person", people["ben"]),
        "hana": global_id("person", people["hana"]),
        "fay": global_id("person", people["fay"]),
        "gus": global_id("person", people["gus"]),
        "block_id": global_id("block", people["omar"]),
        "minjun": global_id("person", people["minjun"]),
        "club": "robotics-club",
        "club_id": global_id("organization", campus.organizations["robotics-club"]),
        "campus": "boston",
        "campus_id": global_id("campus", campus.campuses["boston"]),
        "place_id": global_id("place", derived_key("place", "makerspace")),
        "booth_id": global_id("booth", booth_id),
        "ben_code": code("ben"),
        "ada_code": code("ada"),
        "hana_code": code("hana"),
        "badge_id": global_id("badge", badge_id),
        "fair_badge_id": global_id("badge", of_fair.id),
        "contact_id": contact("contact", "ada", "kofi"),
        "held_id": contact("receipt", "kofi", "ada"),
        "asking_id": contact("receipt", "tomas", "ada"),
        "encounter_id": global_id("encounter", derived_key("encounter", "0")),
        "scan_id": str(derived_key("encounter", "0")),
        "received_id": global_id("encounter", derived_key("encounter", "6")),
        "report_id": global_id("report", report_id),
        "station_id": global_id("station", station.id),
        "station_link": door_link.token,
        "self_code": shown_code(resources.settings, fair, NOW).code,
        "fair_place": fair.hex,
        "print_id": global_id("print", print_.id),
        "check_in_id": global_id("check-in", arrived.id),
        "session_id": global_id("session", session_id),
        "passkey_id": global_id("passkey", derived_key("passkey", ada.hex)),
        "token_id": global_id("api-token", derived_key("api_token", ada.hex)),
        "calendar_id": global_id("calendar", calendar.row.id),
        "calendar_secret": calendar.secret,
        "demo_token": demo_token(SECRET, ada),
        "invitation": made.token,
        "invitation_id": global_id("invitation", made.id),
        "filter_id": global_id("filter", saved.id),
        "filter": saved.slug,
        "import_id": global_id("import", import_id),
        "source_id": global_id("import-source", source.id),
        "new_id": "0198c0de-7d0e-7c55-9e0a-5a1c5f0e7a11",
        "now": (NOW - timedelta(seconds=5)).isoformat(),
    }
    address = f"{resources.settings.base_url}/B/{code('ben')}".upper()
    return Stage(resources, campus, words, png(address))


def club_source(club: Host) -> ImportSource:
    """An address that nobody can read any more."""
    return ImportSource(
        id=new_key(),
        organization_id=club.organization.id,
        sealed=bytes(60),
        fingerprint=bytes(32),
        shown="calendar.example",
        every_minutes=60,
        state=SourceState.ACTIVE,
        answers="",
        next_at=NOW,
        created_at=NOW,
    )


async def _club(database: Database) -> Host:
    host = await host_by_slug(database, "robotics-club")
    assert host is not None
    return host
