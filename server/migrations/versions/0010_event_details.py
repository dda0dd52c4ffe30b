"""Events say more of themselves; what ends by itself is found fast"""

import sqlalchemy as sa
from alembic import op

from server import db

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "event_host",
        sa.Column("event_id", db.Key(length=16), nullable=False),
        sa.Column("organization_id", db.Key(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="event_host_event_id_fkey", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name="event_host_organization_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", "organization_id", name="event_host_pkey"),
    )
    op.create_index("event_host_organization_id", "event_host", ["organization_id"], unique=False)
    for column in (
        sa.Column("door_at", db.Instant(), nullable=True),
        sa.Column("languages", sa.String(length=200), nullable=False, server_default=""),
        sa.Column("access_notes", sa.Text(), nullable=False, server_default=""),
        sa.Column("contact", sa.String(length=300), nullable=True),
        sa.Column("price_note", sa.String(length=200), nullable=True),
        sa.Column("audience", sa.String(length=120), nullable=False, server_default=""),
        sa.Column("majors", sa.Text(), nullable=False, server_default=""),
        sa.Column("online_for", sa.String(length=32), nullable=False, server_default="MEMBERS"),
        sa.Column("takes_rsvp", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("rsvp_opens_at", db.Instant(), nullable=True),
        sa.Column("rsvp_closes_at", db.Instant(), nullable=True),
        sa.Column("waitlist_by_hand", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("image_key", sa.String(length=32), nullable=True),
        sa.Column("image_alt", sa.String(length=300), nullable=False, server_default=""),
        sa.Column("previous_starts_at", db.Instant(), nullable=True),
    ):
        op.add_column("event", column)
    ends = sa.text("withdrawn_at IS NULL AND expires_at IS NOT NULL")
    op.create_index("contact_ends", "contact", ["expires_at"], sqlite_where=ends, postgresql_where=ends)
