"""Organizations are asked to host along, and speakers by mail; who follows an address is known"""

import sqlalchemy as sa
from alembic import op

from server import db

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quiet_address",
        sa.Column("address_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("since", db.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("address_hash", name="quiet_address_pkey"),
    )
    op.create_table(
        "host_ask",
        sa.Column("event_id", db.Key(length=16), nullable=False),
        sa.Column("organization_id", db.Key(length=16), nullable=False),
        sa.Column("asked_by_id", db.Key(length=16), nullable=True),
        sa.Column("asked_at", db.Instant(), nullable=False),
        sa.Column("declined_at", db.Instant(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name="host_ask_asked_by_id_fkey", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="host_ask_event_id_fkey", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name="host_ask_organization_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", "organization_id", name="host_ask_pkey"),
    )
    op.create_index("host_ask_asked_by_id", "host_ask", ["asked_by_id"], unique=False)
    op.create_index("host_ask_organization_id", "host_ask", ["organization_id"], unique=False)
    op.create_table(
        "speaker_letter",
        sa.Column("agenda_item_id", db.Key(length=16), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("asked_by_id", db.Key(length=16), nullable=True),
        sa.Column("asked_at", db.Instant(), nullable=False),
        sa.CheckConstraint("email = lower(email)", name="speaker_letter_email_check"),
        sa.ForeignKeyConstraint(
            ["agenda_item_id"], ["agenda_item.id"], name="speaker_letter_agenda_item_id_fkey", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name="speaker_letter_asked_by_id_fkey", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("agenda_item_id", "email", name="speaker_letter_pkey"),
    )
    op.create_index("speaker_letter_asked_by_id", "speaker_letter", ["asked_by_id"], unique=False)
    op.create_index("speaker_letter_email", "speaker_letter", ["email"], unique=False)
    op.create_index("speaker_letter_token_hash", "speaker_letter", ["token_hash"], unique=False)
    op.add_column("import_source", sa.Column("added_by_id", db.Key(length=16), nullable=True))
