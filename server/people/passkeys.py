"""By which passkeys a person is known, and what browsers were asked to have signed (Web Authentication Level 3)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base


class PasskeyHolder(Base):
    """Somebody to whom passkeys were offered: once, after a sign-in, or by their own wish."""

    __tablename__ = "passkey_holder"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    user_handle: Mapped[bytes] = mapped_column(LargeBinary(64), unique=True)
    """What their authenticators know them by (§5.4.3): random, so that it tells nothing about them."""
    created_at: Mapped[datetime]


class Passkey(Base):
    """A key pair of which an authenticator has the private half."""

    __tablename__ = "passkey"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1023), unique=True)
    """What the authenticator calls it."""
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    """A COSE_Key (RFC 9052 §7)."""
    sign_count: Mapped[int] = mapped_column(BigInteger)
    """How often the authenticator says that it signed (§6.1.1); those that are synchronized always say 0."""
    name: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class PasskeyChallenge(Base):
    """What one browser was asked to have signed. Gone once an answer to it comes, right or wrong."""

    __tablename__ = "passkey_challenge"

    challenge_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    browser_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    """Of what a cookie of the browser holds that asked."""
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    """Who is to get a new passkey; None: to sign in."""
    expires_at: Mapped[datetime] = mapped_column(index=True)
