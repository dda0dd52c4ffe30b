"""Person, as GraphQL shows it to one viewer."""

from typing import Any
from uuid import UUID

import strawberry

import schema.people.enums  # noqa: F401  # describes the enums
from schema.campuses.queries import load_campus
from schema.campuses.types import Campus
from schema.context import Info
from schema.ids import global_id
from schema.nodes import Node
from server.people.card_file import NAMES, CardFile
from server.people.models import Affiliation, Openness


@strawberry.type(
    description=(
        "Somebody on Hallway, as far as their card shows them to you. A field is null when they have not filled it in,"
        " or when they don't share it with you: the two look the same. So is a list empty."
    )
)
class Person(Node):
    campus_key: strawberry.Private[UUID | None]
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
    links: list[str] = strawberry.field(description="Further pages of theirs, each an address with http or https.")
    languages: list[str] = strawberry.field(description="What they speak, as BCP 47 tags, the best first.")
    interests: list[str] = strawberry.field(description="What they care for, in words or short phrases.")
    ask_me_about: str | None = strawberry.field(description="What to start talking about.")
    open_to: list[Openness] = strawberry.field(description="What one may ask them for.")
    photo: str | None = strawberry.field(
        description="Where on this installation their photograph is, a JPEG: GET the path as whoever asks here."
    )
    resume: str | None = strawberry.field(
        description="Where on this installation their résumé is, a PDF: GET the path as whoever asks here."
    )

    @strawberry.field(description="Where they are at home.")
    async def campus(self, info: Info) -> Campus | None:
        return await load_campus(info.context, self.campus_key) if self.campus_key is not None else None


def as_person(id_: UUID, row: Any) -> Person:
    """From the columns of `server.people.visible.card_columns`, NULL already where the viewer may not see."""
    id = global_id("person", id_)
    return Person(
        id=strawberry.ID(id),
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
        links=row.links.split("\n") if row.links else [],
        languages=row.languages.split() if row.languages else [],
        interests=row.interests.split("\n") if row.interests else [],
        ask_me_about=row.ask_me_about,
        open_to=[Openness(name) for name in row.open_to.split()] if row.open_to else [],
        photo=_path(id, CardFile.PHOTO) if row.photo else None,
        resume=_path(id, CardFile.RESUME) if row.resume else None,
        campus_key=row.campus_id,
    )


def _path(person: str, which: CardFile) -> str:
    return f"/people/{person}/{NAMES[which]}"
