"""The printed schema is what the code says, and describes itself to a stranger."""

from collections.abc import Iterator
from pathlib import Path

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    is_introspection_type,
    is_specified_scalar_type,
)

from schema import print_sdl, schema

FILE = Path(__file__).resolve().parents[2] / "schema" / "schema.graphql"


def ours() -> list[GraphQLNamedType]:
    types = schema._schema.type_map.values()
    return [t for t in types if not is_introspection_type(t) and not is_specified_scalar_type(t)]


def described(type_: GraphQLNamedType) -> Iterator[tuple[str, str | None]]:
    """Everything of a type that has a description of its own, by its coordinate."""
    yield type_.name, type_.description
    if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
        for name, field in type_.fields.items():
            yield f"{type_.name}.{name}", field.description
            for argument_name, argument in field.args.items():
                yield f"{type_.name}.{name}({argument_name}:)", argument.description
    elif isinstance(type_, GraphQLInputObjectType):
        for name, given in type_.fields.items():
            yield f"{type_.name}.{name}", given.description
    elif isinstance(type_, GraphQLEnumType):
        for name, value in type_.values.items():
            yield f"{type_.name}.{name}", value.description


def test_printed_schema_is_up_to_date() -> None:
    assert FILE.read_text("utf-8") == print_sdl(), "Run: python -m server export-schema"


def test_everything_is_described() -> None:
    missing = [at for type_ in ours() for at, text in described(type_) if not (text or "").strip()]

    assert missing == []


def test_descriptions_are_sentences() -> None:
    """A capital or a backquote first, a full stop last; no line breaks that only the source needed."""
    odd = [
        (at, text)
        for type_ in ours()
        for at, text in described(type_)
        if text and (text[-1] not in ".:" or text[0].islower() or text != text.strip() or "  " in text)
    ]

    assert odd == []


def test_lists_are_asked_for_by_first_and_after() -> None:
    for type_ in ours():
        if isinstance(type_, GraphQLObjectType):
            for name, field in type_.fields.items():
                if str(field.type).removesuffix("!").endswith("Connection"):
                    assert {"first", "after"} <= set(field.args), f"{type_.name}.{name}"
                    assert field.args["first"].default_value == 20, f"{type_.name}.{name}"


NO_NODES = {
    "RefusedEncounter": "its id is the device's own",
    "Opportunity": "it is read with its organization",
    "OrganizationContact": "only a list of one's own shows it",
    "BoothLeads": "it has the id of the booth",
    "BoothPlace": "it has the id of the booth",
    "LeadColleague": "it has the id of the person",
    "LeadQuestion": "only its team shows it",
    "LeadEntryResult": "its id is the device's own",
    "Booth": "it is read with its event",
    "ApiToken": "only a list of one's own shows it",
    "Session": "only a list of one's own shows it",
    "BlockedPerson": "only a list of one's own shows it",
    "OpenInvitation": "only its team shows it",
    "Team": "it has the id of what it is the team of",
    "Talk": "only a list of one's own shows it",
    "TypedAgendaItem": "it is read with its event",
    "TrustedPerson": "it has the id of the person",
    "SavedFilter": "its address is its slug",
    "ContactGoing": "its id is the contact's",
    "CalendarSubscription": "only a list of one's own shows it",
    "Passkey": "only a list of one's own shows it",
    "Report": "only its campus's administrators are shown it",
    "PersonToReport": "its id is that of what leads to them",
    "AttendeeList": "it has the id of its event",
    "EventQuestion": "it is read with its event",
    "ImportDraft": "only whoever uploaded it is shown it",
    "ImportSource": "only its organization's list shows it",
    "Printing": "it has the id of its event",
    "PrintableBadge": "it is read with its event",
    "UnprintableBadge": "it is read with its event",
    "BadgePrint": "`badgePrint` gives it",
    "DoorArrival": "it is read with its door",
    "DoorStation": "`doorStation` gives it to whoever stands there",
    "DoubtfulArrival": "it is read with its event",
    "EventBadge": "it is read with its event",
    "EventBadgeList": "it has the id of its event",
    "EventDoors": "it has the id of its event",
    "EventToCheckIn": "it has the id of its event",
    "GivenBooth": "it is read with its event",
    "RecordedCheckIn": "its id is the device's own",
    "RefusedNote": "its id is the device's own",
    "WaitingGuest": "only the list of those who have one's own address shows it",
    "RolePlace": "it has the id of what the role is in",
}


def test_every_type_with_an_id_is_a_node() -> None:
    with_id = {t.name for t in ours() if isinstance(t, GraphQLObjectType) and "id" in t.fields}
    nodes = {t.name for t in schema._schema.get_possible_types(schema._schema.type_map["Node"])}  # type: ignore[arg-type]

    others = {name for name in with_id - nodes if not name.endswith("Success")}
    assert others - NO_NODES.keys() == set()
