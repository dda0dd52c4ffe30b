"""Events are posted, reviewed and changed"""

import sqlalchemy as sa
from alembic import op

from server import db

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# Only an event that is gone takes its history along: the rows are deleted after it, by the foreign key.
_SQLITE = (
    """
    CREATE TRIGGER event_change_stays_as_it_is BEFORE UPDATE ON event_change
    BEGIN SELECT RAISE(ABORT, 'event_change is append-only'); END
    """,
    """
    CREATE TRIGGER event_change_stays BEFORE DELETE ON event_change
    WHEN EXISTS (SELECT 1 FROM event WHERE id = OLD.event_id)
    BEGIN SELECT RAISE(ABORT, 'event_change is append-only'); END
    """,
)
_POSTGRESQL = (
    """
    CREATE FUNCTION event_change_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            IF NOT EXISTS (SELECT 1 FROM event WHERE id = OLD.event_id) THEN
                RETURN OLD;
            END IF;
        END IF;
        RAISE EXCEPTION 'event_change is append-only';
    END $$
    """,
    """
    CREATE TRIGGER event_change_stays BEFORE UPDATE OR DELETE ON event_change
    FOR EACH ROW EXECUTE FUNCTION event_change_stays()
    """,
    """
    CREATE TRIGGER event_change_is_not_emptied BEFORE TRUNCATE ON event_change
    FOR EACH STATEMENT EXECUTE FUNCTION event_change_stays()
    """,
)


def upgrade() -> None:
    op.add_column("event", sa.Column("cancel_reason", sa.Text(), nullable=True))
    op.add_column("event", sa.Column("published_at", db.Instant(), nullable=True))
    op.execute("UPDATE event SET published_at = created_at WHERE publication = 'PUBLISHED' AND import_hash IS NULL")
    op.add_column("organization", sa.Column("posting", sa.String(length=32), nullable=False, server_default="FREELY"))
    op.create_table(
        "trusted_poster",
        sa.Column("organization_id", db.Key(length=16), nullable=False),
        sa.Column("person_id", db.Key(length=16), nullable=False),
        sa.Column("trusted_at", db.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name="trusted_poster_organization_id_fkey", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="trusted_poster_person_id_fkey", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("organization_id", "person_id", name="trusted_poster_pkey"),
    )
    op.create_index("trusted_poster_person_id", "trusted_poster", ["person_id"], unique=False)
    op.create_table(
        "event_review",
        sa.Column("event_id", db.Key(length=16), nullable=False),
        sa.Column("sender_id", db.Key(length=16), nullable=True),
        sa.Column("sent_at", db.Instant(), nullable=False),
        sa.Column("sent_back_at", db.Instant(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="event_review_event_id_fkey", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["sender_id"], ["person.id"], name="event_review_sender_id_fkey", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("event_id", name="event_review_pkey"),
    )
    op.create_index("event_review_sender_id", "event_review", ["sender_id"], unique=False)
    op.create_index("event_review_sent_at", "event_review", ["sent_at"], unique=False)
    op.execute(
        "INSERT INTO event_review (event_id, sent_at) SELECT id, updated_at FROM event WHERE publication = 'IN_REVIEW'"
    )
    op.create_table(
        "event_draft",
        sa.Column("id", db.Key(length=16), nullable=False),
        sa.Column("person_id", db.Key(length=16), nullable=False),
        sa.Column("organization_id", db.Key(length=16), nullable=False),
        sa.Column("event_id", db.Key(length=16), nullable=True),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="event_draft_person_id_fkey", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name="event_draft_organization_id_fkey", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="event_draft_event_id_fkey", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="event_draft_pkey"),
    )
    op.create_index("event_draft_organization_id", "event_draft", ["organization_id"], unique=False)
    op.create_index("event_draft_event_id", "event_draft", ["event_id"], unique=False)
    op.create_index("event_draft_of_event", "event_draft", ["person_id", "event_id"], unique=True)
    op.create_index(
        "event_draft_of_new",
        "event_draft",
        ["person_id", "organization_id"],
        unique=True,
        sqlite_where=sa.text("event_id IS NULL"),
        postgresql_where=sa.text("event_id IS NULL"),
    )
    op.create_table(
        "event_change",
        sa.Column("id", db.Key(length=16), nullable=False),
        sa.Column("event_id", db.Key(length=16), nullable=False),
        sa.Column("at", db.Instant(), nullable=False),
        sa.Column("actor_id", db.Key(length=16), nullable=True),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="event_change_event_id_fkey", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="event_change_pkey"),
    )
    op.create_index("event_change_event_id_at_id", "event_change", ["event_id", "at", "id"], unique=False)
    op.create_index("event_change_actor_id", "event_change", ["actor_id"], unique=False)
    op.create_table(
        "speaker_ask",
        sa.Column("agenda_item_id", db.Key(length=16), nullable=False),
        sa.Column("person_id", db.Key(length=16), nullable=False),
        sa.Column("asked_at", db.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agenda_item_id"], ["agenda_item.id"], name="speaker_ask_agenda_item_id_fkey", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="speaker_ask_person_id_fkey", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("agenda_item_id", "person_id", name="speaker_ask_pkey"),
    )
    op.create_index("speaker_ask_person_id", "speaker_ask", ["person_id"], unique=False)
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(sa.text(statement.replace(":", "\\:")))
