"""Events of a renamed campus are indexed piece by piece"""

import sqlalchemy as sa
from alembic import op

from server import db

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "campus_indexing",
        sa.Column("campus_id", db.Key(length=16), nullable=False),
        sa.Column("after_id", db.Key(length=16), nullable=True),
        sa.Column("since", db.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campus_id"], ["campus.id"], name="campus_indexing_campus_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("campus_id", name="campus_indexing_pkey"),
    )
