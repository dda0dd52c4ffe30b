"""People say whether they come"""

import sqlalchemy as sa
from alembic import op

from server import db

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# Who waits already keeps the order in which they came.
IN_LINE = """
UPDATE attendance SET place = (
    SELECT count(*) FROM attendance AS before
    WHERE before.occurrence_id = attendance.occurrence_id AND before.status = 'WAITLISTED'
    AND (before.created_at < attendance.created_at
         OR (before.created_at = attendance.created_at AND before.person_id <= attendance.person_id))
) WHERE status = 'WAITLISTED'
"""


def upgrade() -> None:
    op.add_column("attendance", sa.Column("place", sa.Integer(), nullable=True))
    # Those who answered before were not asked.
    op.add_column("attendance", sa.Column("seen_by_met", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(IN_LINE)
    op.create_index(
        "attendance_line",
        "attendance",
        ["occurrence_id", "place"],
        unique=True,
        sqlite_where=sa.text("place IS NOT NULL"),
        postgresql_where=sa.text("place IS NOT NULL"),
    )
    op.create_table(
        "event_admission",
        sa.Column("event_id", db.Key(length=16), nullable=False),
        sa.Column("person_id", db.Key(length=16), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="event_admission_event_id_fkey", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="event_admission_person_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", "person_id", name="event_admission_pkey"),
    )
    op.create_index("event_admission_person_id", "event_admission", ["person_id"], unique=False)
    op.create_table(
        "event_question",
        sa.Column("id", db.Key(length=16), nullable=False),
        sa.Column("event_id", db.Key(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("TEXT", "CHOICE", name="question_kind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.CheckConstraint("length(text) > 0", name="event_question_text_check"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="event_question_event_id_fkey", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="event_question_pkey"),
    )
    op.create_index("event_question_event_id_position", "event_question", ["event_id", "position"], unique=False)
    op.create_table(
        "event_answer",
        sa.Column("question_id", db.Key(length=16), nullable=False),
        sa.Column("person_id", db.Key(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="event_answer_person_id_fkey", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["question_id"], ["event_question.id"], name="event_answer_question_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("question_id", "person_id", name="event_answer_pkey"),
    )
    op.create_index("event_answer_person_id", "event_answer", ["person_id"], unique=False)
