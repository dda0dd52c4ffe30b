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
    op.create_table(
        "feed_subscription",
        sa.Column("id", db.Key(length=16), nullable=False),
        sa.Column("person_id", db.Key(length=16), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sources", sa.String(length=200), nullable=False),
        sa.Column("saved_filter_id", db.Key(length=16), nullable=True),
        sa.Column("remind_minutes", sa.Integer(), nullable=True),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("addressed_at", db.Instant(), nullable=False),
        sa.Column("last_used_at", db.Instant(), nullable=True),
        sa.CheckConstraint("(sources = '') = (saved_filter_id IS NOT NULL)", name="feed_subscription_holds_check"),
        sa.CheckConstraint("remind_minutes BETWEEN 0 AND 10080", name="feed_subscription_remind_minutes_check"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="feed_subscription_person_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="feed_subscription_pkey"),
        sa.UniqueConstraint("secret_hash", name="feed_subscription_secret_hash_key"),
    )
    op.create_index("feed_subscription_person_id", "feed_subscription", ["person_id"], unique=False)
    # So that the last change of any event is found without looking at all of them.
    op.create_index("event_updated_at", "event", ["updated_at"], unique=False)
    op.create_index("event_override_updated_at", "event_override", ["updated_at"], unique=False)
