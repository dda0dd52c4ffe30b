"""Feeds and finding grow"""

import sqlalchemy as sa
from alembic import op

from server import db

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _answers_in_time()


def _answers_in_time() -> None:
    op.add_column("attendance", sa.Column("listed_at", db.Instant(), nullable=True))
    op.execute(
        "UPDATE attendance SET listed_at = (SELECT starts_at FROM occurrence"
        " WHERE occurrence.id = attendance.occurrence_id AND listed)"
    )
    columns = ["person_id", "status", "listed_at", "occurrence_id", "seen_by_met"]
    op.create_index("attendance_listed", "attendance", columns)
