"""People sign in through their university"""

import sqlalchemy as sa
from alembic import op

from server import db

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "external_identity",
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("person_id", db.Key(length=16), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("last_used_at", db.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("external_identity_person_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("external_identity_pkey")),
    )
    op.create_index(op.f("external_identity_person_id"), "external_identity", ["person_id"])
    op.create_table(
        "provider_attempt",
        sa.Column("state_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("browser_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("provider", sa.String(length=40), nullable=False),
        sa.Column("next", sa.String(length=300), nullable=False),
        sa.Column("expires_at", db.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("state_hash", name=op.f("provider_attempt_pkey")),
    )
    op.create_index(op.f("provider_attempt_expires_at"), "provider_attempt", ["expires_at"])
    op.create_table(
        "provider_role",
        sa.Column("person_id", db.Key(length=16), nullable=False),
        sa.Column("issuer", sa.String(length=255), nullable=False),
        sa.Column("place_id", db.Key(length=16), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("before", sa.String(length=32), nullable=True),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("provider_role_person_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "issuer", "place_id", name=op.f("provider_role_pkey")),
    )
    op.create_index(op.f("provider_role_place_id"), "provider_role", ["place_id"])


def downgrade() -> None:
    op.drop_table("provider_role")
    op.drop_table("provider_attempt")
    op.drop_table("external_identity")
