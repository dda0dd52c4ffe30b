"""People follow groups, tags and campuses"""

import sqlalchemy as sa
from alembic import op

from server import db

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "followed_campus",
        sa.Column("person_id", db.Key(length=16), nullable=False),
        sa.Column("campus_id", db.Key(length=16), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campus_id"], ["campus.id"], name="followed_campus_campus_id_fkey", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="followed_campus_person_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "campus_id", name="followed_campus_pkey"),
    )
    op.create_index("followed_campus_campus_id", "followed_campus", ["campus_id"], unique=False)
    op.create_table(
        "followed_organization",
        sa.Column("person_id", db.Key(length=16), nullable=False),
        sa.Column("organization_id", db.Key(length=16), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name="followed_organization_organization_id_fkey",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="followed_organization_person_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "organization_id", name="followed_organization_pkey"),
    )
    op.create_index("followed_organization_organization_id", "followed_organization", ["organization_id"], unique=False)
    op.create_table(
        "followed_tag",
        sa.Column("person_id", db.Key(length=16), nullable=False),
        sa.Column("tag", sa.String(length=60), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="followed_tag_person_id_fkey", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", "tag", name="followed_tag_pkey"),
    )
    op.create_table(
        "saved_filter",
        sa.Column("id", db.Key(length=16), nullable=False),
        sa.Column("slug", sa.String(length=32), nullable=False),
        sa.Column("person_id", db.Key(length=16), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("filter", sa.Text(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="saved_filter_person_id_fkey", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="saved_filter_pkey"),
        sa.UniqueConstraint("slug", name="saved_filter_slug_key"),
    )
    op.create_index("saved_filter_person_id_created_at", "saved_filter", ["person_id", "created_at"], unique=False)
