"""The words of events"""

import sqlalchemy as sa
from alembic import op

from server import db

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# The words come folded and parted by spaces (server/words.py), so neither database may read them in its own way:
# FTS5's `ascii` leaves letters beyond ASCII alone, and PostgreSQL is given lexemes instead of text to parse.
_SQLITE = """
CREATE VIRTUAL TABLE event_search USING fts5(
    occurrence_id UNINDEXED, ends_at UNINDEXED, name, host, people, body, facets,
    detail=column, columnsize=0, prefix='2 3', tokenize="ascii tokenchars '_'"
)
"""
_WEIGHTS = {"name": "A", "host": "B", "people": "C", "body": "C", "facets": "D"}


def upgrade() -> None:
    op.create_table(
        "event_search_entry",
        sa.Column("rowid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", db.Key(length=16), nullable=False),
        sa.Column("occurrence_id", db.Key(length=16), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=16), nullable=False),
        sa.PrimaryKeyConstraint("rowid", name="event_search_entry_pkey"),
    )
    op.create_index("event_search_entry_event_id", "event_search_entry", ["event_id"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute(_SQLITE)
        return
    vectors = [
        f"CAST(regexp_replace({name}, '([^ ]+)', '\\1:1{weight}', 'g') AS tsvector)"
        for name, weight in _WEIGHTS.items()
    ]
    op.create_table(
        "event_search",
        sa.Column("rowid", sa.BigInteger(), nullable=False, autoincrement=False),
        sa.Column("occurrence_id", db.Key(length=16), nullable=False),
        sa.Column("ends_at", db.Instant(), nullable=False),
        *[sa.Column(name, sa.Text(), nullable=False) for name in _WEIGHTS],
        sa.Column(
            "vector",
            sa.dialects.postgresql.TSVECTOR(),
            sa.Computed(" || ".join(vectors), persisted=True),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("rowid", name="event_search_pkey"),
    )
    op.create_index(
        "event_search_vector",
        "event_search",
        ["vector"],
        postgresql_using="gin",
        postgresql_with={"fastupdate": "off"},
    )


def downgrade() -> None:
    op.drop_table("event_search")
    op.drop_table("event_search_entry")
