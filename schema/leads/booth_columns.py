"""The columns and lines of a table of booths, in GraphQL."""

import strawberry

from schema.enums import described
from server.leads.booth_table import BoothField
from server.leads.give_booths import BoothLook
from server.leads.plan_booths import Becomes, Plan

MOST_SHOWN = 300
"""Lines of a kind."""

described(
    BoothField,
    "What a column of a table of booths can hold.",
    ORGANIZATION="The organization's name, its name in addresses, or the address of its page here.",
    LABEL="What the booth's sign says.",
    HALL="Where it stands, such as Hall 2: it goes before the label.",
    OFFERS="What it offers.",
)


@strawberry.input(description="Which column of a table of booths holds what.")
class BoothColumns:
    organization: str | None = strawberry.field(
        default=None, description="The organization: its name, or the address of its page. Heading; null: none."
    )
    label: str | None = strawberry.field(default=None, description="What the sign says. Heading; null: none.")
    hall: str | None = strawberry.field(default=None, description="Before the label. Heading; null: none.")
    offers: str | None = strawberry.field(
        default=None, description="What it offers. Heading; null: none, and what booths say of it stays."
    )


@strawberry.type(description="A column and what it holds.")
class BoothColumn:
    field: BoothField = strawberry.field(description="What.")
    heading: str = strawberry.field(description="Of the column.")


@strawberry.type(description="A booth of the table.")
class PlannedBooth:
    organization: str = strawberry.field(description="The organization's name.")
    label: str = strawberry.field(description="What its sign would say.")
    offers: str = strawberry.field(description="What it would offer; may be empty.")
    label_before: str | None = strawberry.field(description="What its sign says now; null for a new booth.")
    offers_before: str | None = strawberry.field(description="What it offers now; null for a new booth.")


@strawberry.type(description="A line of the table that is left out.")
class BoothFault:
    line: int = strawberry.field(description="Counted from 1, which is that of the headings.")
    message: str = strawberry.field(description="What is the matter.")


def as_columns(columns: BoothColumns | None) -> dict[BoothField, str] | None:
    if columns is None:
        return None
    said = {field: getattr(columns, field.value.lower()) for field in BoothField}
    return {field: heading for field, heading in said.items() if heading}


def planned(look: BoothLook, becomes: Becomes) -> list[PlannedBooth]:
    """The first MOST_SHOWN."""
    return [_planned(plan) for plan in look.those(becomes)[:MOST_SHOWN]]


def _planned(plan: Plan) -> PlannedBooth:
    return PlannedBooth(
        organization=plan.organization.name,
        label=plan.wish.label,
        offers=plan.offers,
        label_before=plan.before.label if plan.before is not None else None,
        offers_before=plan.before.offers if plan.before is not None else None,
    )
