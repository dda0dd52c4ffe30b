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
