"""By which providers a person is known, and sign-ins through one that are under way."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from server.db import Base


class ExternalIdentity(Base):
    """A person as an OpenID Connect provider knows them (OpenID Connect Core 1.0 §5.7)."""

    __tablename__ = "external_identity"

    issuer: Mapped[str] = mapped_column(String(255), primary_key=True)
    subject: Mapped[str] = mapped_column(String(255), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]


class ProviderAttempt(Base):
    """Somebody went to a provider and has not come back. Gone once they do.

    Nonce and PKCE verifier are derived from the state, of which only the hash is here: who reads it can do nothing.
    """

    __tablename__ = "provider_attempt"

    state_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    browser_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    """Of what the cookie of the browser holds that went."""
    provider: Mapped[str] = mapped_column(String(40))
    """The id of its configuration."""
    next: Mapped[str] = mapped_column(String(300))
    """The path to go on to."""
    expires_at: Mapped[datetime] = mapped_column(index=True)
