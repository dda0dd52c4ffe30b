"""People report people"""

import sqlalchemy as sa
from alembic import op

from server import db

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report",
        sa.Column("id", db.Key(length=16), nullable=False),
        sa.Column("reporter_id", db.Key(length=16), nullable=False),
        sa.Column("reported_id", db.Key(length=16), nullable=False),
        sa.Column("campus_id", db.Key(length=16), nullable=True),
        sa.Column(
            "reason",
            sa.Enum(
                "HARASSMENT",
                "SPAM",
                "FALSE_IDENTITY",
                "OTHER",
                name="report_reason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.Column("closed_at", db.Instant(), nullable=True),
        sa.Column("closed_by_id", db.Key(length=16), nullable=True),
        sa.Column("closing_note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["reporter_id"], ["person.id"], name="report_reporter_id_fkey", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["reported_id"], ["person.id"], name="report_reported_id_fkey", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name="report_campus_id_fkey", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["closed_by_id"], ["person.id"], name="report_closed_by_id_fkey", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="report_pkey"),
    )
    op.create_index(
        "report_open",
        "report",
        ["reporter_id", "reported_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index("report_reported_id", "report", ["reported_id"])
    op.create_index("report_closed_by_id", "report", ["closed_by_id"])
    op.create_index("report_campus_id_created_at_id", "report", ["campus_id", "created_at", "id"])
    op.create_index("invitation_email", "invitation", ["email"])
    op.add_column("audit_entry", sa.Column("campus_id", db.Key(length=16), nullable=True))
    op.create_index("audit_entry_campus_id_at_id", "audit_entry", ["campus_id", "at", "id"])


def downgrade() -> None:
    op.drop_index("audit_entry_campus_id_at_id", "audit_entry")
    op.execute("ALTER TABLE audit_entry DROP COLUMN campus_id")
    op.drop_index("invitation_email", "invitation")
    op.drop_table("report")
