"""People are checked in"""

import sqlalchemy as sa
from alembic import op

from server import db

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "door_station",
        sa.Column("id", db.Key(length=16), nullable=False),
        sa.Column("event_id", db.Key(length=16), nullable=False),
        sa.Column("occurrence_id", db.Key(length=16), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("lets_in_anyway", sa.Boolean(), nullable=False),
        sa.Column("link_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("closed_at", db.Instant(), nullable=True),
        sa.CheckConstraint("length(name) > 0", name="door_station_name_check"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="door_station_event_id_fkey", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="door_station_pkey"),
        sa.UniqueConstraint("link_hash", name="door_station_link_hash_key"),
    )
    op.create_index("door_station_event_id", "door_station", ["event_id"], unique=False)
    op.create_index(
        "door_station_name",
        "door_station",
        ["occurrence_id", "name"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "check_in",
        sa.Column("id", db.Key(length=16), nullable=False),
        sa.Column("event_id", db.Key(length=16), nullable=False),
        sa.Column("occurrence_id", db.Key(length=16), nullable=False),
        sa.Column("person_id", db.Key(length=16), nullable=False),
        sa.Column("badge_id", db.Key(length=16), nullable=True),
        sa.Column("station_id", db.Key(length=16), nullable=True),
        sa.Column("by_id", db.Key(length=16), nullable=True),
        sa.Column("scanned_at", db.Instant(), nullable=False),
        sa.Column("received_at", db.Instant(), nullable=False),
        sa.Column(
            "how",
            sa.Enum(
                "CAMERA",
                "PHOTO",
                "HANDHELD",
                "TYPED",
                "NAME",
                "DESK",
                "SELF",
                name="how",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "doubt",
            sa.Enum(
                "NOT_REGISTERED",
                "WAITLISTED",
                "OVER_CAPACITY",
                "WRONG_DAY",
                "WRONG_EVENT",
                "CALLED_OFF",
                name="doubt",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("undone_at", db.Instant(), nullable=True),
        sa.Column("undone_by_id", db.Key(length=16), nullable=True),
        sa.ForeignKeyConstraint(["badge_id"], ["badge.id"], name="check_in_badge_id_fkey", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="check_in_by_id_fkey", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="check_in_event_id_fkey", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="check_in_person_id_fkey", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["station_id"], ["door_station.id"], name="check_in_station_id_fkey", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["person.id"], name="check_in_undone_by_id_fkey", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="check_in_pkey"),
    )
    op.create_index("check_in_badge_id", "check_in", ["badge_id"], unique=False)
    op.create_index("check_in_by_id", "check_in", ["by_id"], unique=False)
    op.create_index("check_in_event_id", "check_in", ["event_id"], unique=False)
    op.create_index("check_in_occurrence_id_person_id", "check_in", ["occurrence_id", "person_id"], unique=False)
    op.create_index("check_in_occurrence_id_scanned_at", "check_in", ["occurrence_id", "scanned_at"], unique=False)
    op.create_index("check_in_person_id", "check_in", ["person_id"], unique=False)
    op.create_index("check_in_station_id", "check_in", ["station_id"], unique=False)
    op.create_index("check_in_undone_by_id", "check_in", ["undone_by_id"], unique=False)
    op.create_table(
        "door_staff",
        sa.Column("station_id", db.Key(length=16), nullable=False),
        sa.Column("person_id", db.Key(length=16), nullable=False),
        sa.Column("joined_at", db.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="door_staff_person_id_fkey", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["station_id"], ["door_station.id"], name="door_staff_station_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("station_id", "person_id", name="door_staff_pkey"),
    )
    op.create_index("door_staff_person_id", "door_staff", ["person_id"], unique=False)
