"""Badges are printed"""

import sqlalchemy as sa
from alembic import op

from server import db

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "print_job",
        sa.Column("id", db.Key(length=16), nullable=False),
        sa.Column("event_id", db.Key(length=16), nullable=False),
        sa.Column("requested_by_id", db.Key(length=16), nullable=True),
        sa.Column("requested_at", db.Instant(), nullable=False),
        sa.Column("design", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "WAITING",
                "MAKING",
                "DONE",
                "CANCELLED",
                "FAILED",
                name="print_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("held_until", db.Instant(), nullable=True),
        sa.Column("finished_at", db.Instant(), nullable=True),
        sa.Column("shortened", sa.Text(), nullable=False),
        sa.Column("file_key", sa.String(length=32), nullable=True),
        sa.Column("octets", sa.Integer(), nullable=True),
        sa.Column("expires_at", db.Instant(), nullable=True),
        sa.Column("failure", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="print_job_event_id_fkey", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["requested_by_id"], ["person.id"], name="print_job_requested_by_id_fkey", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="print_job_pkey"),
    )
    op.create_index("print_job_event_id", "print_job", ["event_id"], unique=False)
    op.create_index("print_job_expires", "print_job", ["expires_at"], unique=False)
    op.create_index("print_job_requested_by_id", "print_job", ["requested_by_id"], unique=False)
    op.create_index("print_job_state", "print_job", ["state", "requested_at"], unique=False)
    op.create_table(
        "printed_badge",
        sa.Column("job_id", db.Key(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("badge_id", db.Key(length=16), nullable=False),
        sa.ForeignKeyConstraint(["badge_id"], ["badge.id"], name="printed_badge_badge_id_fkey", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["job_id"], ["print_job.id"], name="printed_badge_job_id_fkey", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("job_id", "position", name="printed_badge_pkey"),
    )
    op.create_index("printed_badge_badge_id", "printed_badge", ["badge_id"], unique=False)
