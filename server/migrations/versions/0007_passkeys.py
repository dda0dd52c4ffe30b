"""People sign in by passkey"""

import sqlalchemy as sa
from alembic import op

from server import db

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "passkey_holder",
        sa.Column("person_id", db.Key(length=16), nullable=False),
        sa.Column("user_handle", sa.LargeBinary(length=64), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="passkey_holder_person_id_fkey", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", name="passkey_holder_pkey"),
        sa.UniqueConstraint("user_handle", name="passkey_holder_user_handle_key"),
    )
    op.create_table(
        "passkey",
        sa.Column("id", db.Key(length=16), nullable=False),
        sa.Column("person_id", db.Key(length=16), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(length=1023), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("last_used_at", db.Instant(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="passkey_person_id_fkey", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="passkey_pkey"),
        sa.UniqueConstraint("credential_id", name="passkey_credential_id_key"),
    )
    op.create_index("passkey_person_id", "passkey", ["person_id"])
    op.create_table(
        "passkey_challenge",
        sa.Column("challenge_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("browser_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("person_id", db.Key(length=16), nullable=True),
        sa.Column("expires_at", db.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="passkey_challenge_person_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("challenge_hash", name="passkey_challenge_pkey"),
    )
    op.create_index("passkey_challenge_person_id", "passkey_challenge", ["person_id"])
    op.create_index("passkey_challenge_expires_at", "passkey_challenge", ["expires_at"])


def downgrade() -> None:
    op.drop_table("passkey_challenge")
    op.drop_table("passkey")
    op.drop_table("passkey_holder")
