"""Changing one's card."""

from typing import Annotated

import strawberry
from strawberry import UNSET

from schema.context import Info
from schema.errors import InvalidInput, ScopeMissing, SignInRequired
from schema.people.card import Card, as_card
from schema.people.types import Person, as_person
from server.campuses.queries import campuses
from server.people import change_card as domain
from server.people.models import Audience, Openness, SavePolicy
from server.people.queries import own_card, own_person


def _text(description: str) -> str | None:
    return strawberry.field(default=UNSET, description=description)  # type: ignore[no-any-return]


def _audience(of: str) -> Audience | None:
    return strawberry.field(default=UNSET, description=f"Who sees {of}.")  # type: ignore[no-any-return]


@strawberry.input(
    description="What to change on your card. What is left out stays as it is; null empties a line, where it may."
)
class ChangeCardInput:
    name: str | None = _text("As you write it: at most 200 letters. It can't be empty.")
    given_name: str | None = _text("The part that friends use: at most 100 letters.")
    family_name: str | None = _text("The part that is shared in a family: at most 100 letters.")
    pronouns: str | None = _text("Such as `she/her`: at most 40 letters.")
    headline: str | None = _text("One line about what you do or look for: at most 200 letters.")
    telephone: str | None = _text("With + and the country code.")
    programme: str | None = _text("What you study or studied: at most 120 letters.")
    graduation_year: int | None = strawberry.field(
        default=UNSET, description="The year of the degree, from 1930 to ten years ahead."
    )
    works_for: str | None = _text("Your employer: at most 200 letters.")
    job_title: str | None = _text("What you are there: at most 200 letters.")
    campus: str | None = _text("Slug of your campus.")
    country: str | None = _text("An ISO 3166-1 alpha-2 code, or the name in English.")
    languages: list[str] | None = strawberry.field(
        default=UNSET,
        description="At most twelve, as BCP 47 tags or names in English, the best first. Commas part several in one.",
    )
    interests: list[str] | None = strawberry.field(
        default=UNSET, description="At most twenty of 60 letters each. Commas and line ends part several in one."
    )
    ask_me_about: str | None = _text("What to start talking about: at most 200 letters.")
    open_to: list[Openness] | None = strawberry.field(default=UNSET, description="What one may ask you for.")
    url: str | None = _text("A page of your own, with http or https.")
    links: list[str] | None = strawberry.field(
        default=UNSET, description="At most ten further pages, with http or https. Spaces and line ends part several."
    )
    name_audience: Audience | None = _audience("your name and its parts")
    pronouns_audience: Audience | None = _audience("your pronouns")
    headline_audience: Audience | None = _audience("your headline")
    email_audience: Audience | None = _audience("your address for mail")
    telephone_audience: Audience | None = _audience("your number")
    programme_audience: Audience | None = _audience("programme, year and how you belong here")
    work_audience: Audience | None = _audience("your employer and what you are there")
    campus_audience: Audience | None = _audience("your campus")
    country_audience: Audience | None = _audience("your country")
    languages_audience: Audience | None = _audience("your languages")
    interests_audience: Audience | None = _audience("your interests, and what to ask you about")
    open_to_audience: Audience | None = _audience("what you are open to")
    url_audience: Audience | None = _audience("your page and your links")
    photo_audience: Audience | None = _audience("your photograph")
    resume_audience: Audience | None = _audience("your résumé, apart from employers")
    saved_by: SavePolicy | None = strawberry.field(default=UNSET, description="Who may save you by a scan.")
    saves_back: bool | None = strawberry.field(default=UNSET, description="Whether you save who saves you.")
    fresh_codes: bool | None = strawberry.field(
        default=UNSET, description="Whether your badge has another code each time you show it, and the last one dies."
    )
    shares_for_months: int | None = strawberry.field(
        default=UNSET, description="How long a scan from now on gives your card: 1 to 120; null: until you withdraw it."
    )


@strawberry.type(description="Your card is changed, for everybody who has it.")
class ChangeCardSuccess:
    person: Person = strawberry.field(description="Yourself, as you are now.")
    card: Card = strawberry.field(description="Who sees what, as it is now.")


ChangeCardPayload = Annotated[
    ChangeCardSuccess | SignInRequired | ScopeMissing | InvalidInput,
    strawberry.union("ChangeCardPayload", description="Your card, or why it stays as it was."),
]


@strawberry.type
class ChangeCardMutation:
    @strawberry.mutation(
        description=(
            "Change your card: its lines, who sees each, and who may save you. A narrower audience acts at once on"
            " everybody who has your card, a wider one for each of them with the next scan. Scope ADMIN."
        )
    )
    async def change_card(
        self, info: Info, input: Annotated[ChangeCardInput, strawberry.argument(description="What to change.")]
    ) -> ChangeCardPayload:
        context = info.context
        changes = {name: value for name, value in vars(input).items() if value is not UNSET}
        known = {row.slug: row.id for row in await campuses(context.database)} if changes.get("campus") else {}
        async with context.database.write() as session:
            id_ = await domain.change_card(
                session, actor=context.actor, changes=changes, campuses=known, now=context.now
            )
        row = await own_person(context.database, id_)
        assert row is not None, "they have just changed their card"
        return ChangeCardSuccess(person=as_person(id_, row), card=as_card(await own_card(context.database, id_)))
