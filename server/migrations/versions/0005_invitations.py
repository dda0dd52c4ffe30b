"""Roles are given by invitation"""

import sqlalchemy as sa
from alembic import op

from server import db

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "booth_staff",
        sa.Column("booth_id", db.Key(length=16), nullable=False),
        sa.Column("person_id", db.Key(length=16), nullable=False),
        sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name="booth_staff_booth_id_fkey", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="booth_staff_person_id_fkey", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("booth_id", "person_id", name="booth_staff_pkey"),
    )
    op.create_index("booth_staff_person_id", "booth_staff", ["person_id"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("id", db.Key(length=16), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column(
            "to",
            sa.Enum(
                "ORGANIZATION",
                "EVENT",
                "BOOTH",
                "CAMPUS",
                name="invited_to",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("organization_id", db.Key(length=16), nullable=True),
        sa.Column("event_id", db.Key(length=16), nullable=True),
        sa.Column("booth_id", db.Key(length=16), nullable=True),
        sa.Column("campus_id", db.Key(length=16), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "MEMBER",
                "ORGANIZER",
                "RECRUITER",
                "OFFICER",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "staff_role",
            sa.Enum("DOOR", "HOST", name="staff_role", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("made_by_id", db.Key(length=16), nullable=False),
        sa.Column("max_uses", sa.Integer(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("expires_at", db.Instant(), nullable=False),
        sa.Column("withdrawn_at", db.Instant(), nullable=True),
        sa.CheckConstraint("(\"to\" = 'BOOTH') = (booth_id IS NOT NULL)", name="invitation_booth_check"),
        sa.CheckConstraint("(\"to\" = 'CAMPUS') = (campus_id IS NOT NULL)", name="invitation_campus_check"),
        sa.CheckConstraint(
            "(\"to\" = 'EVENT') = (event_id IS NOT NULL AND staff_role IS NOT NULL)", name="invitation_event_check"
        ),
        sa.CheckConstraint(
            "(\"to\" = 'ORGANIZATION') = (organization_id IS NOT NULL AND role IS NOT NULL)",
            name="invitation_organization_check",
        ),
        sa.CheckConstraint("email = lower(email)", name="invitation_email_check"),
        sa.CheckConstraint("uses >= 0 AND uses <= max_uses", name="invitation_uses_check"),
        sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name="invitation_booth_id_fkey", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name="invitation_campus_id_fkey", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name="invitation_event_id_fkey", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name="invitation_made_by_id_fkey", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name="invitation_organization_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="invitation_pkey"),
        sa.UniqueConstraint("token_hash", name="invitation_token_hash_key"),
    )
    op.create_index("invitation_booth_id", "invitation", ["booth_id"], unique=False)
    op.create_index("invitation_campus_id", "invitation", ["campus_id"], unique=False)
    op.create_index("invitation_event_id", "invitation", ["event_id"], unique=False)
    op.create_index("invitation_made_by_id", "invitation", ["made_by_id"], unique=False)
    op.create_index("invitation_organization_id", "invitation", ["organization_id"], unique=False)
    op.create_table(
        "invitation_acceptance",
        sa.Column("invitation_id", db.Key(length=16), nullable=False),
        sa.Column("person_id", db.Key(length=16), nullable=False),
        sa.Column("accepted_at", db.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name="invitation_acceptance_invitation_id_fkey", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="invitation_acceptance_person_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("invitation_id", "person_id", name="invitation_acceptance_pkey"),
    )
    op.create_index("invitation_acceptance_person_id", "invitation_acceptance", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("invitation_acceptance")
    op.drop_table("invitation")
    op.drop_table("booth_staff")
