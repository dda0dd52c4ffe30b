"""Cards say more, and contacts show what was granted"""

import sqlalchemy as sa
from alembic import op

from server import db

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_AUDIENCES = {"campus": "MEMBERS", "languages": "MET", "interests": "MEMBERS", "open_to": "MET"}
_GRANTS = 13
"""How many grants there are in this version."""


def upgrade() -> None:
    for name, length in {
        "links": None,
        "languages": 200,
        "interests": 500,
        "ask_me_about": 200,
        "open_to": 200,
    }.items():
        op.add_column("person", sa.Column(name, sa.String(length) if length else sa.Text(), nullable=True))

    audience = sa.Enum("EVERYONE", "MEMBERS", "MET", "NOBODY", name="audience", native_enum=False, length=32)
    for name, usual in _AUDIENCES.items():
        op.add_column("card", sa.Column(f"{name}_audience", audience, nullable=False, server_default=usual))
    op.add_column("card", sa.Column("shares_for_months", sa.Integer(), nullable=True))
    op.add_column("card", sa.Column("employers_get", sa.String(length=100), nullable=False, server_default=""))
    op.create_table(
        "employer_choice",
        sa.Column("person_id", db.Key(length=16), nullable=False),
        sa.Column("event_id", db.Key(length=16), nullable=False),
        sa.Column("fields", sa.String(length=100), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("employer_choice_person_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "event_id", name=op.f("employer_choice_pkey")),
    )
    op.create_index(op.f("employer_choice_event_id"), "employer_choice", ["event_id"])

    op.add_column("contact", sa.Column("granted", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("contact", sa.Column("expires_at", db.Instant(), nullable=True))
    op.add_column("contact", sa.Column("withdrawn_at", db.Instant(), nullable=True))
    op.add_column("contact", sa.Column("employer_id", db.Key(length=16), nullable=True))
    op.create_index(op.f("contact_employer_id"), "contact", ["employer_id"])
    # Contacts of before showed the whole living card; so they keep doing.
    contact = sa.table("contact", sa.column("granted"), sa.column("state"), sa.column("person_id"))
    shown = sa.and_(contact.c.state == "ACTIVE", contact.c.person_id.is_not(None))
    op.execute(contact.update().where(shown).values(granted=(1 << _GRANTS) - 1))
