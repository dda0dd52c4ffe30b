"""Booths keep leads, and visitors their organizations and open positions"""

import sqlalchemy as sa
from alembic import op

from server import db

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "opportunity",
        sa.Column("id", db.Key(length=16), nullable=False),
        sa.Column("organization_id", db.Key(length=16), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "CO_OP",
                "INTERNSHIP",
                "JOB",
                "PROJECT",
                "RESEARCH",
                name="opportunity_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.String(length=500), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.Column("closed_at", db.Instant(), nullable=True),
        sa.CheckConstraint("length(title) > 0", name="opportunity_title_check"),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name="opportunity_organization_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="opportunity_pkey"),
    )
    op.create_index(
        "opportunity_organization_id_created_at", "opportunity", ["organization_id", "created_at"], unique=False
    )
    op.create_table(
        "lead_question",
        sa.Column("id", db.Key(length=16), nullable=False),
        sa.Column("organization_id", db.Key(length=16), nullable=False),
        sa.Column("event_id", db.Key(length=16), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("TEXT", "CHOICE", name="question_kind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("ended_at", db.Instant(), nullable=True),
        sa.CheckConstraint("length(text) > 0", name="lead_question_text_check"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="lead_question_event_id_fkey", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name="lead_question_organization_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="lead_question_pkey"),
    )
    op.create_index("lead_question_event_id", "lead_question", ["event_id"], unique=False)
    op.create_index(
        "lead_question_organization_id_position", "lead_question", ["organization_id", "position"], unique=False
    )
    op.create_table(
        "booth_code",
        sa.Column("booth_id", db.Key(length=16), nullable=False),
        sa.Column("seed", sa.LargeBinary(length=16), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("made_at", db.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name="booth_code_booth_id_fkey", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("booth_id", name="booth_code_pkey"),
        sa.UniqueConstraint("token_hash", name="booth_code_token_hash_key"),
    )
    op.create_table(
        "booth_visit",
        sa.Column("id", db.Key(length=16), nullable=False),
        sa.Column("person_id", db.Key(length=16), nullable=False),
        sa.Column("booth_id", db.Key(length=16), nullable=False),
        sa.Column("scanned_at", db.Instant(), nullable=False),
        sa.Column("received_at", db.Instant(), nullable=False),
        sa.Column(
            "how",
            sa.Enum(
                "CAMERA",
                "PHOTO",
                "HANDHELD",
                "TYPED",
                "LINK",
                name="scan_method",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name="booth_visit_booth_id_fkey", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="booth_visit_person_id_fkey", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="booth_visit_pkey"),
    )
    op.create_index("booth_visit_booth_id", "booth_visit", ["booth_id"], unique=False)
    op.create_index(
        "booth_visit_person_id_scanned_at_id", "booth_visit", ["person_id", "scanned_at", "id"], unique=False
    )
    op.create_table(
        "lead_entry",
        sa.Column("id", db.Key(length=16), nullable=False),
        sa.Column("booth_id", db.Key(length=16), nullable=False),
        sa.Column("person_id", db.Key(length=16), nullable=False),
        sa.Column("author_id", db.Key(length=16), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "STARS",
                "TAG",
                "UNTAG",
                "NOTE",
                "ANSWER",
                name="lead_entry_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("stars", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("question_id", db.Key(length=16), nullable=True),
        sa.Column("written_at", db.Instant(), nullable=False),
        sa.Column("received_at", db.Instant(), nullable=False),
        sa.CheckConstraint("(kind = 'ANSWER') = (question_id IS NOT NULL)", name="lead_entry_answer_check"),
        sa.CheckConstraint("(kind = 'STARS') = (stars IS NOT NULL)", name="lead_entry_stars_check"),
        sa.CheckConstraint("(kind = 'STARS') = (text IS NULL)", name="lead_entry_words_check"),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name="lead_entry_five_stars_check"),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name="lead_entry_author_id_fkey"),
        sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name="lead_entry_booth_id_fkey"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="lead_entry_person_id_fkey", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["question_id"], ["lead_question.id"], name="lead_entry_question_id_fkey"),
        sa.PrimaryKeyConstraint("id", name="lead_entry_pkey"),
    )
    op.create_index("lead_entry_author_id", "lead_entry", ["author_id"], unique=False)
    op.create_index("lead_entry_booth_id_person_id", "lead_entry", ["booth_id", "person_id"], unique=False)
    op.create_index("lead_entry_person_id", "lead_entry", ["person_id"], unique=False)
    op.create_index("lead_entry_question_id", "lead_entry", ["question_id"], unique=False)
    op.create_table(
        "organization_contact",
        sa.Column("id", db.Key(length=16), nullable=False),
        sa.Column("owner_id", db.Key(length=16), nullable=False),
        sa.Column("organization_id", db.Key(length=16), nullable=False),
        sa.Column("booth_id", db.Key(length=16), nullable=True),
        sa.Column("first_met_at", db.Instant(), nullable=False),
        sa.Column("last_met_at", db.Instant(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["booth_id"], ["booth.id"], name="organization_contact_booth_id_fkey", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name="organization_contact_organization_id_fkey",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name="organization_contact_owner_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="organization_contact_pkey"),
        sa.UniqueConstraint("owner_id", "organization_id", name="organization_contact_owner_id_organization_id_key"),
    )
    op.create_index("organization_contact_booth_id", "organization_contact", ["booth_id"], unique=False)
    op.create_index("organization_contact_organization_id", "organization_contact", ["organization_id"], unique=False)
    op.create_index(
        "organization_contact_owner_id_last_met_at_id",
        "organization_contact",
        ["owner_id", "last_met_at", "id"],
        unique=False,
    )
