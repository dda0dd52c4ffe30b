"""Person, as GraphQL shows it to one viewer."""

from typing import Any
from uuid import UUID

import strawberry

from schema.enums import described
from schema.ids import global_id
from schema.nodes import Node
from server.people.models import Affiliation

described(
    Affiliation,
    "How a person belongs to the university.",
    STUDENT="Studies for a first degree.",
    GRADUATE_STUDENT="Studies for a master's degree or a doctorate.",
    ALUMNI="Studied here.",
    FACULTY="Teaches or does research here.",
    STAFF="Works here otherwise.",
    GUEST="Comes from outside, such as an employer's recruiter.",
)


@strawberry.type(
    description=(
        "Somebody on Hallway, as far as their card shows them to you. A field is null when they have not filled it in,"
        " or when they don't share it with you: the two look the same."
    )
)
class Person(Node):
    name: str | None = strawberry.field(description="As they write it themselves.")
    given_name: str | None = strawberry.field(description="The part of the name that friends use.")
    family_name: str | None = strawberry.field(description="The part of the name that is shared in a family.")
    pronouns: str | None = strawberry.field(description="How to speak of them, such as `she/her`.")
    headline: str | None = strawberry.field(description="One line about what they do or look for.")
    email: str | None = strawberry.field(description="Address for mail, in lower case.")
    telephone: str | None = strawberry.field(description="With the country code.")
    affiliation: Affiliation | None = strawberry.field(description="How they belong to the university.")
    programme: str | None = strawberry.field(description="What they study or studied.")
    graduation_year: int | None = strawberry.field(description="The year of the degree, past or expected.")
    works_for: str | None = strawberry.field(description="Their employer.")
    job_title: str | None = strawberry.field(description="What they are there.")
    country: str | None = strawberry.field(description="Where they are from or live: ISO 3166-1 alpha-2.")
    url: str | None = strawberry.field(description="A page of their own.")


def as_person(id_: UUID, row: Any) -> Person:
    """From the columns of `server.people.visible.card_columns`, NULL already where the viewer may not see."""
    return Person(
        id=strawberry.ID(global_id("person", id_)),
        name=row.name,
        given_name=row.given_name,
        family_name=row.family_name,
        pronouns=row.pronouns,
        headline=row.headline,
        email=row.email,
        telephone=row.telephone,
        affiliation=row.affiliation,
        programme=row.programme,
        graduation_year=row.graduation_year,
        works_for=row.works_for,
        job_title=row.job_title,
        country=row.country,
        url=row.url,
    )
