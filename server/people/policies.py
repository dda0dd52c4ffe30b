"""Which fields of a card a viewer may see: pure predicates, no database."""

from collections.abc import Iterable
from enum import IntEnum

from server.people.models import Audience


class Tier(IntEnum):
    """How close a viewer is to a person; each sees what those before it see, and more."""

    STRANGER = 0
    """Not signed in, or kept at a distance by a block."""
    MEMBER = 1
    """Signed in."""
    MET = 2
    """A mutual contact: both saved each other."""
    SELF = 3
    """The person."""


NEEDED: dict[Audience, Tier] = {
    Audience.EVERYONE: Tier.STRANGER,
    Audience.MEMBERS: Tier.MEMBER,
    Audience.MET: Tier.MET,
    Audience.NOBODY: Tier.SELF,
}
"""The least tier that each audience lets in."""

AUDIENCE_OF: dict[str, str] = {
    "name": "name_audience",
    "given_name": "name_audience",
    "family_name": "name_audience",
    "pronouns": "pronouns_audience",
    "headline": "headline_audience",
    "email": "email_audience",
    "telephone": "telephone_audience",
    "affiliation": "programme_audience",
    "programme": "programme_audience",
    "graduation_year": "programme_audience",
    "works_for": "work_audience",
    "job_title": "work_audience",
    "country": "country_audience",
    "url": "url_audience",
    "links": "url_audience",
    "campus_id": "campus_audience",
    "languages": "languages_audience",
    "interests": "interests_audience",
    "ask_me_about": "interests_audience",
    "open_to": "open_to_audience",
    "photo": "photo_audience",
    "resume": "resume_audience",
}
"""Every personal column of `Person` and the column of `Card` that says who may see it. A column that is
not named here is shown to nobody."""


FOR_EMPLOYERS = ("email", "telephone", "resume")
"""What a person grants to employers apart from the audiences, or doesn't: none of it unless they say so."""

GRANTS = tuple(name.removesuffix("_audience") for name in dict.fromkeys(AUDIENCE_OF.values()))
"""What can be granted: each name stands for the fields that share its audience. Their places are stored, so new
ones go to the end."""

BIT_OF = {name: 1 << place for place, name in enumerate(GRANTS)}
"""How a set of grants is stored: one bit each."""

ALL_GRANTS = (1 << len(GRANTS)) - 1


def grant(names: Iterable[str]) -> int:
    """A set of grants as it is stored."""
    return sum(BIT_OF[name] for name in set(names))


def granted_names(mask: int) -> tuple[str, ...]:
    """What `grant` stored, in the order of GRANTS."""
    return tuple(name for name, bit in BIT_OF.items() if mask & bit)


def may_see_field(audience: Audience, tier: Tier) -> bool:
    """Whether a field shared with `audience` is shown to a viewer of `tier`."""
    return tier >= NEEDED[audience]
