"""People, what their cards share with whom, and the proofs by which they are known."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base, choice
from server.files.key import FileKey


class Affiliation(StrEnum):
    """How a person belongs to the university."""

    STUDENT = "STUDENT"
    GRADUATE_STUDENT = "GRADUATE_STUDENT"
    ALUMNI = "ALUMNI"
    FACULTY = "FACULTY"
    STAFF = "STAFF"
    GUEST = "GUEST"


class Audience(StrEnum):
    """Who may see one field of a card. Each member includes those after it, but NOBODY."""

    EVERYONE = "EVERYONE"
    MEMBERS = "MEMBERS"
    MET = "MET"
    NOBODY = "NOBODY"


def audience() -> Enum:
    """A column of an Audience that was added to a table of old, which SQLite would rebuild for a CHECK."""
    return Enum(Audience, native_enum=False, create_constraint=False, length=32)


class SavePolicy(StrEnum):
    """Who may save a person by scanning their badge."""

    EVERYONE = "EVERYONE"
    SAME_EVENT = "SAME_EVENT"
    CONFIRM = "CONFIRM"
    NOBODY = "NOBODY"


class Openness(StrEnum):
    """What a person is open to being asked for."""

    INFORMATIONAL_INTERVIEW = "INFORMATIONAL_INTERVIEW"
    MENTORING = "MENTORING"
    RESEARCH = "RESEARCH"
    REFERRAL = "REFERRAL"


class Person(Base):
    """Somebody who can sign in or hold a badge (schema.org Person; RFC 6350 FN, N)."""

    __tablename__ = "person"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    given_name: Mapped[str | None] = mapped_column(String(100))
    family_name: Mapped[str | None] = mapped_column(String(100))
    pronouns: Mapped[str | None] = mapped_column(String(40))
    headline: Mapped[str | None] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    """Lower-case. Both how they sign in and what the card may share."""
    telephone: Mapped[str | None] = mapped_column(String(40))
    affiliation: Mapped[Affiliation] = mapped_column(choice(Affiliation))
    programme: Mapped[str | None] = mapped_column(String(120))
    graduation_year: Mapped[int | None]
    works_for: Mapped[str | None] = mapped_column(String(200))
    job_title: Mapped[str | None] = mapped_column(String(200))
    country: Mapped[str | None] = mapped_column(String(2))
    """ISO 3166-1 alpha-2."""
    url: Mapped[str | None] = mapped_column(String(500))
    links: Mapped[str | None] = mapped_column(Text)
    """Further pages of theirs: one address a line."""
    languages: Mapped[str | None] = mapped_column(String(200))
    """Which they speak, as BCP 47 tags with spaces between, the best first (schema.org knowsLanguage)."""
    interests: Mapped[str | None] = mapped_column(String(500))
    """Words or short phrases, one a line."""
    ask_me_about: Mapped[str | None] = mapped_column(String(200))
    open_to: Mapped[str | None] = mapped_column(String(200))
    """Names of Openness, in its order, with spaces between."""
    photo: Mapped[str | None] = mapped_column(FileKey())
    """A JPEG of at most 512 × 512 pixels."""
    resume: Mapped[str | None] = mapped_column(FileKey())
    """A PDF."""
    campus_id: Mapped[UUID | None] = mapped_column(ForeignKey("campus.id"), index=True)
    time_zone: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    last_seen_at: Mapped[datetime | None]
    """The last use of those sessions and API tokens that are gone; what the others say is later."""
    erased_at: Mapped[datetime | None]
    """When they left. The row stays for others' encounters and contacts, and tells nothing any more."""

    __table_args__ = (
        CheckConstraint("length(name) > 0", name="name"),
        CheckConstraint("email = lower(email)", name="email"),
    )


class Card(Base):
    """What a person shares, field by field, and who may save them. Every person has exactly one."""

    __tablename__ = "card"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    name_audience: Mapped[Audience] = mapped_column(choice(Audience, "name_audience"), default=Audience.MEMBERS)
    """Of `name`, `given_name` and `family_name` together."""
    pronouns_audience: Mapped[Audience] = mapped_column(choice(Audience, "pronouns_audience"), default=Audience.MEMBERS)
    headline_audience: Mapped[Audience] = mapped_column(choice(Audience, "headline_audience"), default=Audience.MEMBERS)
    email_audience: Mapped[Audience] = mapped_column(choice(Audience, "email_audience"), default=Audience.MET)
    telephone_audience: Mapped[Audience] = mapped_column(
        choice(Audience, "telephone_audience"), default=Audience.NOBODY
    )
    programme_audience: Mapped[Audience] = mapped_column(
        choice(Audience, "programme_audience"), default=Audience.MEMBERS
    )
    """Of `programme`, `graduation_year` and `affiliation` together."""
    work_audience: Mapped[Audience] = mapped_column(choice(Audience, "work_audience"), default=Audience.MEMBERS)
    """Of `works_for` and `job_title` together."""
    country_audience: Mapped[Audience] = mapped_column(choice(Audience, "country_audience"), default=Audience.MET)
    url_audience: Mapped[Audience] = mapped_column(choice(Audience, "url_audience"), default=Audience.MET)
    """Of `url` and `links` together."""
    campus_audience: Mapped[Audience] = mapped_column(audience(), default=Audience.MEMBERS)
    languages_audience: Mapped[Audience] = mapped_column(audience(), default=Audience.MET)
    interests_audience: Mapped[Audience] = mapped_column(audience(), default=Audience.MEMBERS)
    """Of `interests` and `ask_me_about` together."""
    open_to_audience: Mapped[Audience] = mapped_column(audience(), default=Audience.MET)
    photo_audience: Mapped[Audience] = mapped_column(audience(), default=Audience.MET)
    resume_audience: Mapped[Audience] = mapped_column(audience(), default=Audience.NOBODY)
    saved_by: Mapped[SavePolicy] = mapped_column(choice(SavePolicy), default=SavePolicy.EVERYONE)
    saves_back: Mapped[bool] = mapped_column(default=True)
    """Whether whoever saves this person by a scan is saved back at once."""
    fresh_codes: Mapped[bool] = mapped_column(default=False)
    """Whether their badge for everywhere has another code each time they show it on a screen (decision 0023)."""
    shares_for_months: Mapped[int | None]
    """How long a grant lasts, from the scan by which it was given; None: until it is withdrawn."""
    employers_get: Mapped[str] = mapped_column(String(100), default="")
    """Which of `server.people.policies.FOR_EMPLOYERS` an employer's people are granted at every event,
    names with spaces between. None of them unless the person says so."""
    updated_at: Mapped[datetime]


class EmployerChoice(Base):
    """What a person lets employers have of them at one event, instead of what their card says for every event."""

    __tablename__ = "employer_choice"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    event_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)
    """Not a foreign key: events are a capability above this one."""
    fields: Mapped[str] = mapped_column(String(100))
    """As `Card.employers_get`."""
    updated_at: Mapped[datetime]


class Block(Base):
    """`person_id` does not want to be met by `blocked_id`, who is not told."""

    __tablename__ = "block"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    blocked_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    created_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("person_id <> blocked_id", name="other"), Index(None, "blocked_id"))


class Session(Base):
    """A browser that is signed in. The cookie holds the token, this row only its hash."""

    __tablename__ = "session"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    user_agent: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class ApiToken(Base):
    """A program that acts as a person. Shown once when made; this row holds only its hash."""

    __tablename__ = "api_token"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    scopes: Mapped[str] = mapped_column(String(200))
    """Names of `server.actor.Scope`, in its order, with spaces between."""
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]


class SignInCode(Base):
    """Six digits that were mailed to somebody, or would have been. Gone once they are used."""

    __tablename__ = "sign_in_code"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    """Random; whoever asked for the code has it, and nobody else can use or use up the code."""
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    email: Mapped[str | None] = mapped_column(String(254))
    """Where it was sent. None where nobody may sign in by the address: then no digits are the right ones."""
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    """Keyed, since a million codes are soon tried on a bare hash."""
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class Throttle(Base):
    """How often somebody did something within a span of time, counted for all processes together."""

    __tablename__ = "throttle"

    subject: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    """What is counted and whose: a keyed hash, which tells nobody's address."""
    count: Mapped[int]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    """When it is counted from nought again."""
