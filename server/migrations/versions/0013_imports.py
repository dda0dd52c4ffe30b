"""Calendars are brought in by address"""

import sqlalchemy as sa
from alembic import op

from server import db

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "import_draft",
        sa.Column("id", db.Key(length=16), nullable=False),
        sa.Column("organization_id", db.Key(length=16), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("etag", sa.String(length=500), nullable=True),
        sa.Column("last_modified", sa.String(length=100), nullable=True),
        sa.Column("done", sa.Text(), nullable=True),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name="import_draft_organization_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="import_draft_pkey"),
    )
    op.create_index("import_draft_created_at", "import_draft", ["created_at"], unique=False)
    op.create_index("import_draft_organization_id", "import_draft", ["organization_id"], unique=False)
    op.create_table(
        "import_source",
        sa.Column("id", db.Key(length=16), nullable=False),
        sa.Column("organization_id", db.Key(length=16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(length=32), nullable=False),
        sa.Column("shown", sa.String(length=200), nullable=False),
        sa.Column("every_minutes", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "ACTIVE", "PAUSED", "ASKING", name="source_state", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("etag", sa.String(length=500), nullable=True),
        sa.Column("last_modified", sa.String(length=100), nullable=True),
        sa.Column(
            "result",
            sa.Enum(
                "CHANGED",
                "SAME",
                "MOST_GONE",
                "FAILED",
                name="source_result",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("checked_at", db.Instant(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("next_at", db.Instant(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.CheckConstraint("every_minutes >= 15", name="import_source_every_check"),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name="import_source_organization_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="import_source_pkey"),
        sa.UniqueConstraint("organization_id", "fingerprint", name="import_source_organization_id_fingerprint_key"),
    )
    op.create_index("import_source_due", "import_source", ["state", "next_at"], unique=False)
    op.create_table(
        "imported_event",
        sa.Column("event_id", db.Key(length=16), nullable=False),
        sa.Column("source_id", db.Key(length=16), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("taken_at", db.Instant(), nullable=False),
        sa.Column("gone_at", db.Instant(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="imported_event_event_id_fkey", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["source_id"], ["import_source.id"], name="imported_event_source_id_fkey", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("event_id", name="imported_event_pkey"),
    )
    op.create_index("imported_event_source_id", "imported_event", ["source_id"], unique=False)
