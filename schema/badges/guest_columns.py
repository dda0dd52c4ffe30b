"""The columns and lines of a table of guests, in GraphQL."""

import strawberry

from schema.enums import described
from server.badges.guest_table import GuestField

described(
    GuestField,
    "What a column of a table of guests can hold.",
    NAME="The name on the badge.",
    GIVEN_NAME="The given name, where there is no column of whole names.",
    FAMILY_NAME="The family name, likewise.",
    EMAIL="An address, by which they take the badge over later; on no badge.",
    PRONOUNS="Pronouns.",
    HEADLINE="The line below the name.",
    WORKS_FOR="Where they work.",
    JOB_TITLE="As what.",
)


@strawberry.input(description="Which column of a table of guests holds what.")
class GuestColumns:
    name: str | None = strawberry.field(default=None, description="The name. Heading of the column; null: none.")
    given_name: str | None = strawberry.field(
        default=None, description="The given name, where no column has whole names. Heading of the column; null: none."
    )
    family_name: str | None = strawberry.field(
        default=None, description="The family name, likewise. Heading of the column; null: none."
    )
    email: str | None = strawberry.field(default=None, description="The address. Heading of the column; null: none.")
    pronouns: str | None = strawberry.field(default=None, description="Pronouns. Heading of the column; null: none.")
    headline: str | None = strawberry.field(
        default=None, description="The line below the name. Heading of the column; null: none."
    )
    works_for: str | None = strawberry.field(
        default=None, description="Where they work. Heading of the column; null: none."
    )
    job_title: str | None = strawberry.field(default=None, description="As what. Heading of the column; null: none.")


@strawberry.type(description="A line of the table that is left out.")
class GuestFault:
    line: int = strawberry.field(description="Counted from 1, which is that of the headings.")
    message: str = strawberry.field(description="What is the matter.")


@strawberry.type(description="Somebody of the table.")
class PlannedGuest:
    name: str = strawberry.field(description="The name on the badge.")
    email: str = strawberry.field(description="Empty where there is none.")
    headline: str = strawberry.field(description="The line below the name; empty where there is none.")
    works_for: str = strawberry.field(description="Where they work; empty where it is not said.")


@strawberry.type(description="A column and what it holds.")
class GuestColumn:
    field: GuestField = strawberry.field(description="What.")
    heading: str = strawberry.field(description="Of the column.")


def as_columns(columns: GuestColumns | None) -> dict[GuestField, str] | None:
    if columns is None:
        return None
    said = {field: getattr(columns, field.value.lower()) for field in GuestField}
    return {field: heading for field, heading in said.items() if heading}
