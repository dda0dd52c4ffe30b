"""Who wants that shows a fresh code each time"""

import sqlalchemy as sa
from alembic import op

from server import db

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("card", sa.Column("fresh_codes", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("badge", sa.Column("late_until", db.Instant(), nullable=True))
