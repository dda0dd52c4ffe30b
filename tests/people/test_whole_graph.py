"""Everything that can be asked is asked, field by field, and Hana, who shares nothing, is nowhere in the answers."""

from typing import Any

import orjson
import pytest
from conftest import NOW, SECRET, Execute
from graphql import GraphQLUnionType, get_named_type, is_leaf_type, is_required_argument
from sqlalchemy import insert

from schema import schema
from server.badges.issue import issue_badge
from server.badges.token import derive, write
from server.campuses.models import CampusAdministrator
from server.contacts.models import Contact, ContactState, Encounter, ScanMethod
from server.db import Database
from server.events.booths import BoothStaff
from server.events.staff import EventStaff, StaffRole
from server.keys import derived_key
from server.seed import SeededCampus
from server.seed.files import read_campus
from server.seed.people_rows import badge_seed

TYPES: Any = schema._schema.type_map
HANA = read_campus().people["hana"]
PRIVATE = [
    *str(HANA.name).split(),
    *map(str, (HANA.headline, HANA.telephone, HANA.programme, HANA.works_for, HANA.job_title, HANA.url)),
    *HANA.links,
    *HANA.interests,
    str(HANA.ask_me_about),
    "hana@northgate.example",
]
"""What only Hana holds. Her pronouns and her country are others' too."""

VIEWERS = [None, "ada", "eli", "fay", "gus", "dana"]
"""A stranger, a contact, who runs her club, who stands at her fair's door, who looks after her campus, and whose lead
she is."""


B7 = derived_key("booth", "fair", "B7")
OF_A_PLACE = {
    f'boothLeads(booth: "booth_{B7.hex}")': "BoothLeads",
    'organizationTeam(slug: "robotics-club")': "Team",
    'eventTeam(slug: "engineering-career-fair")': "Team",
    'boothTeams(slug: "engineering-career-fair")': "Team",
    'campusTeam(slug: "boston")': "Team",
    'retention(campus: "boston")': "Retention",
    'eventPrinting(slug: "engineering-career-fair")': "Printing",
}
"""What those get who belong to a place or look after it: Hana belongs to each of them."""


def selection(type_: Any, above: tuple[str, ...] = ()) -> str:
    """Every field of a type that needs no argument, and of what it holds, each type once on the way down."""
    return " ".join(parts(type_, above))


def parts(type_: Any, above: tuple[str, ...] = ()) -> list[str]:
    """The fields of `selection` one by one."""
    if isinstance(type_, GraphQLUnionType):
        return [f"... on {member.name} {{ {selection(member, above)} }}" for member in type_.types]
    found = ["__typename"]
    for name, field in type_.fields.items():
        of = get_named_type(field.type)
        if any(is_required_argument(argument) for argument in field.args.values()) or name in ("edges", "pageInfo"):
            continue
        if is_leaf_type(of):
            found.append(name)
        elif of.name not in above and of.name != type_.name:
            few = (
                "(first: 20)" if "first" in field.args and not above else "(first: 3)" if "first" in field.args else ""
            )
            found.append(f"{name}{few} {{ {selection(of, (*above, type_.name))} }}")
    return found


def of_viewer() -> list[str]:
    """A document for each field of the viewer: all at once would be longer than what the server reads."""
    return [f"{{ viewer {{ {part} }} }}" for part in parts(TYPES["Viewer"])]


def private(answer: Any) -> list[str]:
    """What of Hana is in the octets of an answer."""
    octets = orjson.dumps(answer).decode()
    return [word for word in PRIVATE if word in octets]


@pytest.fixture
async def known(database: Database, campus: SeededCampus) -> dict[str, str]:
    """Hana and Ada once saved each other, before Hana closed her card. Returns ids of what came of it."""
    ada, dana, hana = (campus.people[key] for key in ("ada", "dana", "hana"))
    when = {"first_met_at": NOW, "last_met_at": NOW, "created_at": NOW}
    async with database.write() as session:
        for scanner, person, booth in ((ada, hana, None), (hana, ada, None), (dana, hana, B7)):
            encounter = derived_key("test", "encounter", scanner.hex)
            await session.execute(
                insert(Encounter).values(
                    id=encounter,
                    scanner_id=scanner,
                    person_id=person,
                    badge_id=derived_key("badge", person.hex),
                    event_id=campus.events["fair"],
                    occurrence_id=campus.events["fair"],
                    scanned_at=NOW,
                    received_at=NOW,
                    how=ScanMethod.CAMERA,
                    booth_id=booth,
                )
            )
            await session.execute(
                insert(Contact).values(
                    id=derived_key("test", "contact", scanner.hex),
                    owner_id=scanner,
                    person_id=person,
                    state=ContactState.ACTIVE,
                    mutual=True,
                    made_by_id=encounter,
                    **when,
                )
            )
        fair = campus.events["fair"]
        session.add(EventStaff(event_id=fair, person_id=hana, role=StaffRole.DOOR))
        session.add(BoothStaff(booth_id=B7, person_id=hana))
        await issue_badge(session, secret=SECRET, person_id=hana, event_id=fair, now=NOW)
        session.add(CampusAdministrator(campus_id=campus.campuses["boston"], person_id=hana))
    return {
        "Person": f"person_{hana.hex}",
        "Contact": f"contact_{derived_key('test', 'contact', ada.hex).hex}",
        "Encounter": f"encounter_{derived_key('test', 'encounter', hana.hex).hex}",
        "Lead": f"lead_{derived_key('test', 'encounter', dana.hex).hex}",
        "Badge": f"badge_{derived_key('badge', hana.hex).hex}",
        "Event": f"event_{campus.events['fair'].hex}",
        "Organization": f"organization_{campus.organizations['robotics-club'].hex}",
    }


async def test_hana_is_in_no_answer_to_others(execute: Execute, campus: SeededCampus, known: dict[str, str]) -> None:
    code = write(derive(SECRET, badge_seed(SECRET, campus.people["hana"])))
    documents = [
        *of_viewer(),
        f"{{ events(first: 100) {{ {selection(TYPES['EventConnection'])} }} }}",
        f"{{ organizations(first: 100) {{ {selection(TYPES['OrganizationConnection'])} }} }}",
        f'{{ event(slug: "engineering-career-fair") {{ {selection(TYPES["Event"])} }} }}',
        f'{{ organization(slug: "robotics-club") {{ {selection(TYPES["Organization"])} }} }}',
        f'{{ badge(code: "{code}") {{ {selection(TYPES["ScannedBadge"])} }} }}',
        *(
            f'{{ node(id: "{id_}") {{ ... on {type_} {{ {selection(TYPES[type_])} }} }} }}'
            for type_, id_ in known.items()
        ),
        *(f"{{ {field} {{ {selection(TYPES[type_])} }} }}" for field, type_ in OF_A_PLACE.items()),
    ]
    for viewer in VIEWERS:
        for document in documents:
            answer = await execute(viewer, document)

            assert "errors" not in answer, (viewer, document)
            assert private(answer) == [], (viewer, document)


async def test_hana_is_found_by_no_search_of_a_contact(execute: Execute, known: dict[str, str]) -> None:
    for word in ("Hana", "Kuroda", "黒田", "Nacht", "Quiet signals"):
        answer = await execute(
            "ada", "query ($text: String!) { viewer { contacts(text: $text) { nodes { id } } } }", text=word
        )

        assert answer == {"data": {"viewer": {"contacts": {"nodes": []}}}}


async def test_hana_is_a_contact_without_a_name(execute: Execute, known: dict[str, str]) -> None:
    answer = await execute("ada", "{ viewer { contacts(first: 1) { nodes { id name mutual person { name } } } } }")

    assert answer["data"]["viewer"]["contacts"]["nodes"] == [
        {
            "id": known["Contact"],
            "name": "Somebody who shares no name",
            "mutual": True,
            "person": {"name": None},
        }
    ]


async def test_hana_sees_herself(execute: Execute, known: dict[str, str]) -> None:
    """That the search above finds what is there."""
    answers = [await execute("hana", document) for document in of_viewer()]

    assert [answer for answer in answers if "errors" in answer] == []
    assert private(answers) == PRIVATE
