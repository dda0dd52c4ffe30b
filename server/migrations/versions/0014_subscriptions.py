"""People subscribe to calendars"""

import sqlalchemy as sa
from alembic import op

from server import db

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("calendar_text", sa.Column("holds_until", db.Instant(), nullable=True))
    # So that the last change of any event is found without looking at all of them.
    op.create_index("event_updated_at", "event", ["updated_at"], unique=False)
    op.create_index("event_override_updated_at", "event_override", ["updated_at"], unique=False)
