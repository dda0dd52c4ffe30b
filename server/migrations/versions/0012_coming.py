"""People say whether they come"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# Who waits already keeps the order in which they came.
IN_LINE = """
UPDATE attendance SET place = (
    SELECT count(*) FROM attendance AS before
    WHERE before.occurrence_id = attendance.occurrence_id AND before.status = 'WAITLISTED'
    AND (before.created_at < attendance.created_at
         OR (before.created_at = attendance.created_at AND before.person_id <= attendance.person_id))
) WHERE status = 'WAITLISTED'
"""


def upgrade() -> None:
    op.add_column("attendance", sa.Column("place", sa.Integer(), nullable=True))
    # Those who answered before were not asked.
    op.add_column("attendance", sa.Column("seen_by_met", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(IN_LINE)
    op.create_index("attendance_occurrence_id_place", "attendance", ["occurrence_id", "place"], unique=True)
