"""People keep files here"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_AUDIENCES = {"photo": "MET", "resume": "NOBODY"}


def upgrade() -> None:
    audience = sa.Enum("EVERYONE", "MEMBERS", "MET", "NOBODY", name="audience", native_enum=False, length=32)
    for name, usual in _AUDIENCES.items():
        # Keys of the store of files, see server/files/key.py.
        op.add_column("person", sa.Column(name, sa.String(length=32), nullable=True))
        op.add_column("card", sa.Column(f"{name}_audience", audience, nullable=False, server_default=usual))


def downgrade() -> None:
    with op.batch_alter_table("card") as card, op.batch_alter_table("person") as person:
        for name in _AUDIENCES:
            card.drop_column(f"{name}_audience")
            person.drop_column(name)
