"""Guests hold badges, and rosters are sealed"""

import sqlalchemy as sa
from alembic import op

from server import db

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "roster_epoch",
        sa.Column("event_id", db.Key(length=16), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("renewed_at", db.Instant(), nullable=False),
        sa.CheckConstraint("epoch > 1", name="roster_epoch_epoch_check"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="roster_epoch_event_id_fkey", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_id", name="roster_epoch_pkey"),
    )
    op.create_table(
        "guest",
        sa.Column("person_id", db.Key(length=16), nullable=False),
        sa.Column("event_id", db.Key(length=16), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="guest_event_id_fkey", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="guest_person_id_fkey", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", name="guest_pkey"),
    )
    op.create_index("guest_email", "guest", ["email"], unique=False)
    op.create_index("guest_event_id", "guest", ["event_id"], unique=False)
