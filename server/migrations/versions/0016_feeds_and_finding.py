"""Feeds and finding grow"""

import sqlalchemy as sa
from alembic import op

from server import db
from server.words import words

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _answers_in_time()
    _co_hosts_are_found()
    _words_are_known()
    _changes_are_counted()


def _answers_in_time() -> None:
    op.add_column("attendance", sa.Column("listed_at", db.Instant(), nullable=True))
    op.execute(
        "UPDATE attendance SET listed_at = (SELECT starts_at FROM occurrence"
        " WHERE occurrence.id = attendance.occurrence_id AND listed)"
    )
    columns = ["person_id", "status", "listed_at", "occurrence_id", "seen_by_met"]
    op.create_index("attendance_listed", "attendance", columns)


def _co_hosts_are_found() -> None:
    """Their names join those of the host among the words of each instance."""
    connection = op.get_bind()
    found = connection.exec_driver_sql(
        "SELECT s.rowid, s.host, o.name FROM event_host h JOIN organization o ON o.id = h.organization_id"
        " JOIN event_search_entry e ON e.event_id = h.event_id JOIN event_search s ON s.rowid = e.rowid"
        " ORDER BY s.rowid, h.position, o.id"
    ).all()
    hosts: dict[int, str] = {}
    for rowid, host, name in found:
        hosts[rowid] = f"{hosts.get(rowid, host)} {' '.join(words(name))}"
    change = sa.text("UPDATE event_search SET host = :host WHERE rowid = :rowid")
    for rowid, host in hosts.items():
        connection.execute(change, {"host": " ".join(dict.fromkeys(host.split())), "rowid": rowid})


def _words_are_known() -> None:
    """Only SQLite asks for them."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE TABLE event_search_word (word TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID")
        op.execute("CREATE VIRTUAL TABLE temp.known USING fts5vocab(main, event_search, 'row')")
        op.execute("INSERT INTO event_search_word SELECT term FROM temp.known WHERE substr(term, 1, 1) <> '_'")
        op.execute("DROP TABLE temp.known")


def _changes_are_counted() -> None:
    op.create_table(
        "catalogue",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="catalogue_pkey"),
    )
    op.add_column("campus", sa.Column("updated_at", db.Instant(), nullable=True))
