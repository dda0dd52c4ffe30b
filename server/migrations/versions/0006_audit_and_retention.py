"""Important acts are written down, and old data goes"""

import sqlalchemy as sa
from alembic import op

from server import db

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# An entry may go once it is older than the shortest time that any campus keeps its logs; which entries then do is
# decided in server/my_data/tidy.py. By the database's own clock, and a day early, since clocks differ.
_SQLITE = (
    """
    CREATE TRIGGER audit_entry_stays_as_it_is BEFORE UPDATE ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END
    """,
    """
    CREATE TRIGGER audit_entry_stays BEFORE DELETE ON audit_entry
    WHEN NOT EXISTS (
        SELECT 1 FROM retention
        WHERE logs_months IS NOT NULL
        AND OLD.at < CAST(strftime('%s', 'now', '-' || logs_months || ' months', '+1 day') AS INTEGER) * 1000000
    )
    BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END
    """,
)
_POSTGRESQL = (
    """
    CREATE FUNCTION audit_entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            IF EXISTS (
                SELECT 1 FROM retention
                WHERE logs_months IS NOT NULL
                AND OLD.at < now() - make_interval(months => logs_months) + interval '1 day'
            ) THEN
                RETURN OLD;
            END IF;
        END IF;
        RAISE EXCEPTION 'audit_entry is append-only';
    END $$
    """,
    """
    CREATE TRIGGER audit_entry_stays BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_entry_stays()
    """,
    """
    CREATE TRIGGER audit_entry_is_not_emptied BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_stays()
    """,
)


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", db.Key(length=16), nullable=False),
        sa.Column("at", db.Instant(), nullable=False),
        sa.Column("actor_id", db.Key(length=16), nullable=True),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("subject_id", db.Key(length=16), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="audit_entry_pkey"),
    )
    op.create_index("audit_entry_actor_id_at_id", "audit_entry", ["actor_id", "at", "id"])
    op.create_index("audit_entry_subject_id_at_id", "audit_entry", ["subject_id", "at", "id"])
    op.create_index("audit_entry_at", "audit_entry", ["at"])
    op.create_table(
        "retention",
        sa.Column("campus_id", db.Key(length=16), nullable=False),
        sa.Column("accounts_months", sa.Integer(), nullable=True),
        sa.Column("encounters_months", sa.Integer(), nullable=True),
        sa.Column("logs_months", sa.Integer(), nullable=True),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint("accounts_months > 0", name="retention_accounts_check"),
        sa.CheckConstraint("encounters_months > 0", name="retention_encounters_check"),
        sa.CheckConstraint("logs_months > 0", name="retention_logs_check"),
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name="retention_campus_id_fkey", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("campus_id", name="retention_pkey"),
    )
    op.create_table(
        "account_warning",
        sa.Column("person_id", db.Key(length=16), nullable=False),
        sa.Column("warned_at", db.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="account_warning_person_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name="account_warning_pkey"),
    )
    op.add_column("person", sa.Column("last_seen_at", db.Instant(), nullable=True))
    op.add_column("person", sa.Column("erased_at", db.Instant(), nullable=True))
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(sa.text(statement.replace(":", "\\:")))


def downgrade() -> None:
    op.drop_table("audit_entry")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_entry_stays()")
    op.drop_table("account_warning")
    op.drop_table("retention")
    with op.batch_alter_table("person") as person:
        person.drop_column("erased_at")
        person.drop_column("last_seen_at")
