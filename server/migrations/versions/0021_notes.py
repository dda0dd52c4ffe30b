"""Contacts have notes and tags, and scans are undone"""

import sqlalchemy as sa
from alembic import op

from server import db

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contact_note",
        sa.Column("id", db.Key(length=16), nullable=False),
        sa.Column("owner_id", db.Key(length=16), nullable=False),
        sa.Column("contact_id", db.Key(length=16), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("NOTE", "TAG", "UNTAG", name="note_kind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", db.Instant(), nullable=False),
        sa.Column("received_at", db.Instant(), nullable=False),
        sa.CheckConstraint("length(text) > 0", name="contact_note_text_check"),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name="contact_note_contact_id_fkey", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name="contact_note_owner_id_fkey", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="contact_note_pkey"),
    )
    op.create_index("contact_note_contact_id_written_at", "contact_note", ["contact_id", "written_at"], unique=False)
    op.create_index("contact_note_owner_id_kind", "contact_note", ["owner_id", "kind"], unique=False)
    op.add_column("encounter", sa.Column("undone_at", db.Instant(), nullable=True))
