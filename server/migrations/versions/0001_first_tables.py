"""The first tables"""

import sqlalchemy as sa
from alembic import op

from server import db

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "campus",
        sa.Column("id", db.Key(length=16), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("campus_pkey")),
        sa.UniqueConstraint("slug", name=op.f("campus_slug_key")),
    )
    op.create_table(
        "outgoing_mail",
        sa.Column("id", db.Key(length=16), nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("due_at", db.Instant(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("outgoing_mail_pkey")),
    )
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("outgoing_mail_due_at"), ["due_at"], unique=False)

    op.create_table(
        "throttle",
        sa.Column("subject", sa.LargeBinary(length=32), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("ends_at", db.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("throttle_pkey")),
    )
    with op.batch_alter_table("throttle", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("throttle_ends_at"), ["ends_at"], unique=False)

    op.create_table(
        "organization",
        sa.Column("id", db.Key(length=16), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "name_key",
            sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "STUDENT_GROUP",
                "DEPARTMENT",
                "COLLEGE",
                "OFFICE",
                "ALUMNI_CHAPTER",
                "EMPLOYER",
                name="organization_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("summary", sa.String(length=500), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=True),
        sa.Column("campus_id", db.Key(length=16), nullable=True),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name=op.f("organization_campus_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("organization_pkey")),
        sa.UniqueConstraint("slug", name=op.f("organization_slug_key")),
    )
    with op.batch_alter_table("organization", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("organization_campus_id_kind_name_key_id"), ["campus_id", "kind", "name_key", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("organization_campus_id_name_key_id"), ["campus_id", "name_key", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("organization_kind_name_key_id"), ["kind", "name_key", "id"], unique=False)
        batch_op.create_index(batch_op.f("organization_name_key_id"), ["name_key", "id"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", db.Key(length=16), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("given_name", sa.String(length=100), nullable=True),
        sa.Column("family_name", sa.String(length=100), nullable=True),
        sa.Column("pronouns", sa.String(length=40), nullable=True),
        sa.Column("headline", sa.String(length=200), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("telephone", sa.String(length=40), nullable=True),
        sa.Column(
            "affiliation",
            sa.Enum(
                "STUDENT",
                "GRADUATE_STUDENT",
                "ALUMNI",
                "FACULTY",
                "STAFF",
                "GUEST",
                name="affiliation",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("programme", sa.String(length=120), nullable=True),
        sa.Column("graduation_year", sa.Integer(), nullable=True),
        sa.Column("works_for", sa.String(length=200), nullable=True),
        sa.Column("job_title", sa.String(length=200), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("url", sa.String(length=500), nullable=True),
        sa.Column("campus_id", db.Key(length=16), nullable=True),
        sa.Column("time_zone", sa.String(length=64), nullable=True),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("person_email_check")),
        sa.CheckConstraint("length(name) > 0", name=op.f("person_name_check")),
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name=op.f("person_campus_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("person_pkey")),
        sa.UniqueConstraint("email", name=op.f("person_email_key")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("person_campus_id"), ["campus_id"], unique=False)

    op.create_table(
        "place",
        sa.Column("id", db.Key(length=16), nullable=False),
        sa.Column("campus_id", db.Key(length=16), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("access_notes", sa.Text(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name=op.f("place_geo_check")),
        sa.CheckConstraint("capacity >= 0", name=op.f("place_capacity_check")),
        sa.CheckConstraint("latitude BETWEEN -90 AND 90", name=op.f("place_latitude_check")),
        sa.CheckConstraint("longitude BETWEEN -180 AND 180", name=op.f("place_longitude_check")),
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name=op.f("place_campus_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("place_pkey")),
        sa.UniqueConstraint("campus_id", "name", name=op.f("place_campus_id_name_key")),
    )
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("place_campus_id"), ["campus_id"], unique=False)

    op.create_table(
        "api_token",
        sa.Column("id", db.Key(length=16), nullable=False),
        sa.Column("person_id", db.Key(length=16), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("scopes", sa.String(length=200), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("last_used_at", db.Instant(), nullable=True),
        sa.Column("expires_at", db.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("api_token_person_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("api_token_pkey")),
        sa.UniqueConstraint("token_hash", name=op.f("api_token_token_hash_key")),
    )
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("api_token_person_id"), ["person_id"], unique=False)

    op.create_table(
        "block",
        sa.Column("person_id", db.Key(length=16), nullable=False),
        sa.Column("blocked_id", db.Key(length=16), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.CheckConstraint("person_id <> blocked_id", name=op.f("block_other_check")),
        sa.ForeignKeyConstraint(["blocked_id"], ["person.id"], name=op.f("block_blocked_id_fkey"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("block_person_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", "blocked_id", name=op.f("block_pkey")),
    )
    with op.batch_alter_table("block", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("block_blocked_id"), ["blocked_id"], unique=False)

    op.create_table(
        "campus_administrator",
        sa.Column("campus_id", db.Key(length=16), nullable=False),
        sa.Column("person_id", db.Key(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["campus_id"], ["campus.id"], name=op.f("campus_administrator_campus_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("campus_administrator_person_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("campus_id", "person_id", name=op.f("campus_administrator_pkey")),
    )
    op.create_table(
        "card",
        sa.Column("person_id", db.Key(length=16), nullable=False),
        sa.Column(
            "name_audience",
            sa.Enum(
                "EVERYONE",
                "MEMBERS",
                "MET",
                "NOBODY",
                name="name_audience",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "pronouns_audience",
            sa.Enum(
                "EVERYONE",
                "MEMBERS",
                "MET",
                "NOBODY",
                name="pronouns_audience",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "headline_audience",
            sa.Enum(
                "EVERYONE",
                "MEMBERS",
                "MET",
                "NOBODY",
                name="headline_audience",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "email_audience",
            sa.Enum(
                "EVERYONE",
                "MEMBERS",
                "MET",
                "NOBODY",
                name="email_audience",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "telephone_audience",
            sa.Enum(
                "EVERYONE",
                "MEMBERS",
                "MET",
                "NOBODY",
                name="telephone_audience",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "programme_audience",
            sa.Enum(
                "EVERYONE",
                "MEMBERS",
                "MET",
                "NOBODY",
                name="programme_audience",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "work_audience",
            sa.Enum(
                "EVERYONE",
                "MEMBERS",
                "MET",
                "NOBODY",
                name="work_audience",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "country_audience",
            sa.Enum(
                "EVERYONE",
                "MEMBERS",
                "MET",
                "NOBODY",
                name="country_audience",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "url_audience",
            sa.Enum(
                "EVERYONE",
                "MEMBERS",
                "MET",
                "NOBODY",
                name="url_audience",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "saved_by",
            sa.Enum(
                "EVERYONE",
                "SAME_EVENT",
                "CONFIRM",
                "NOBODY",
                name="save_policy",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("saves_back", sa.Boolean(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("card_person_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", name=op.f("card_pkey")),
    )
    op.create_table(
        "contact",
        sa.Column("id", db.Key(length=16), nullable=False),
        sa.Column("owner_id", db.Key(length=16), nullable=False),
        sa.Column("person_id", db.Key(length=16), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column(
            "state",
            sa.Enum("ACTIVE", "PENDING", name="contact_state", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("mutual", sa.Boolean(), nullable=False),
        sa.Column("first_met_at", db.Instant(), nullable=False),
        sa.Column("last_met_at", db.Instant(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("made_by_id", db.Key(length=16), nullable=True),
        sa.CheckConstraint("owner_id <> person_id", name=op.f("contact_two_people_check")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("contact_owner_id_fkey"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("contact_person_id_fkey"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("contact_pkey")),
        sa.UniqueConstraint("owner_id", "person_id", name=op.f("contact_owner_id_person_id_key")),
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("contact_owner_id_last_met_at_id"), ["owner_id", "last_met_at", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("contact_person_id"), ["person_id"], unique=False)

    op.create_table(
        "event",
        sa.Column("id", db.Key(length=16), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("uid", sa.String(length=255), nullable=False),
        sa.Column("organization_id", db.Key(length=16), nullable=False),
        sa.Column("campus_id", db.Key(length=16), nullable=True),
        sa.Column("place_id", db.Key(length=16), nullable=True),
        sa.Column("room", sa.String(length=120), nullable=True),
        sa.Column("location_text", sa.Text(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "PANEL",
                "FAIR",
                "MEETUP",
                "LECTURE",
                "CONFERENCE",
                "INFO_SESSION",
                "WORKSHOP",
                "MIXER",
                name="event_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("summary", sa.String(length=500), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("starts_at", db.Instant(), nullable=False),
        sa.Column("ends_at", db.Instant(), nullable=False),
        sa.Column("time_zone", sa.String(length=64), nullable=False),
        sa.Column("all_day", sa.Boolean(), nullable=False),
        sa.Column(
            "attendance_mode",
            sa.Enum(
                "IN_PERSON",
                "ONLINE",
                "MIXED",
                name="attendance_mode",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("online_url", sa.String(length=1000), nullable=True),
        sa.Column("url", sa.String(length=1000), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "SCHEDULED",
                "RESCHEDULED",
                "POSTPONED",
                "CANCELLED",
                name="event_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "publication",
            sa.Enum(
                "DRAFT",
                "IN_REVIEW",
                "PUBLISHED",
                name="publication",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("rrule", sa.String(length=500), nullable=True),
        sa.Column("exdates", sa.Text(), nullable=False),
        sa.Column("rdates", sa.Text(), nullable=False),
        sa.Column("materialised_until", db.Instant(), nullable=True),
        sa.Column("cancelled_at", db.Instant(), nullable=True),
        sa.Column("import_hash", sa.String(length=64), nullable=True),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint("capacity >= 0", name=op.f("event_capacity_check")),
        sa.CheckConstraint("ends_at >= starts_at", name=op.f("event_span_check")),
        sa.CheckConstraint("length(name) > 0", name=op.f("event_name_check")),
        sa.CheckConstraint("sequence >= 0", name=op.f("event_sequence_check")),
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name=op.f("event_campus_id_fkey")),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("event_organization_id_fkey")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("event_place_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("event_pkey")),
        sa.UniqueConstraint("organization_id", "uid", name=op.f("event_organization_id_uid_key")),
        sa.UniqueConstraint("slug", name=op.f("event_slug_key")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("event_campus_id"), ["campus_id"], unique=False)
        batch_op.create_index(batch_op.f("event_place_id"), ["place_id"], unique=False)
        batch_op.create_index(
            "event_series",
            ["materialised_until"],
            unique=False,
            sqlite_where=sa.text("rrule IS NOT NULL"),
            postgresql_where=sa.text("rrule IS NOT NULL"),
        )

    op.create_table(
        "membership",
        sa.Column("organization_id", db.Key(length=16), nullable=False),
        sa.Column("person_id", db.Key(length=16), nullable=False),
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
            nullable=False,
        ),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("membership_organization_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("membership_person_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("organization_id", "person_id", name=op.f("membership_pkey")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("membership_person_id"), ["person_id"], unique=False)

    op.create_table(
        "session",
        sa.Column("id", db.Key(length=16), nullable=False),
        sa.Column("person_id", db.Key(length=16), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("user_agent", sa.String(length=200), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("last_used_at", db.Instant(), nullable=False),
        sa.Column("expires_at", db.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("session_person_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("session_pkey")),
        sa.UniqueConstraint("token_hash", name=op.f("session_token_hash_key")),
    )
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("session_person_id"), ["person_id"], unique=False)

    op.create_table(
        "sign_in_code",
        sa.Column("id", db.Key(length=16), nullable=False),
        sa.Column("person_id", db.Key(length=16), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("expires_at", db.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("sign_in_code_person_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("sign_in_code_pkey")),
    )
    with op.batch_alter_table("sign_in_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("sign_in_code_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("sign_in_code_person_id"), ["person_id"], unique=False)

    op.create_table(
        "agenda_item",
        sa.Column("id", db.Key(length=16), nullable=False),
        sa.Column("event_id", db.Key(length=16), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("starts_at", db.Instant(), nullable=False),
        sa.Column("ends_at", db.Instant(), nullable=False),
        sa.Column("room", sa.String(length=120), nullable=True),
        sa.CheckConstraint("ends_at >= starts_at", name=op.f("agenda_item_span_check")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("agenda_item_event_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("agenda_item_pkey")),
    )
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("agenda_item_event_id_starts_at"), ["event_id", "starts_at"], unique=False)

    op.create_table(
        "attendance",
        sa.Column("occurrence_id", db.Key(length=16), nullable=False),
        sa.Column("person_id", db.Key(length=16), nullable=False),
        sa.Column("event_id", db.Key(length=16), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "GOING",
                "INTERESTED",
                "WAITLISTED",
                "CANCELLED",
                name="attendance_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("checked_in_at", db.Instant(), nullable=True),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("attendance_event_id_fkey"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("attendance_person_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("occurrence_id", "person_id", name=op.f("attendance_pkey")),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("attendance_event_id_status"), ["event_id", "status"], unique=False)
        batch_op.create_index(batch_op.f("attendance_occurrence_id_status"), ["occurrence_id", "status"], unique=False)
        batch_op.create_index(
            batch_op.f("attendance_person_id_event_id_status"), ["person_id", "event_id", "status"], unique=False
        )

    op.create_table(
        "badge",
        sa.Column("id", db.Key(length=16), nullable=False),
        sa.Column("person_id", db.Key(length=16), nullable=False),
        sa.Column("event_id", db.Key(length=16), nullable=True),
        sa.Column("seed", sa.LargeBinary(length=16), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "ACTIVE",
                "REVOKED",
                "REPLACED",
                name="badge_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("issued_at", db.Instant(), nullable=False),
        sa.Column("ended_at", db.Instant(), nullable=True),
        sa.CheckConstraint("(state = 'ACTIVE') = (ended_at IS NULL)", name=op.f("badge_ended_check")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("badge_event_id_fkey"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("badge_person_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("badge_pkey")),
        sa.UniqueConstraint("token_hash", name=op.f("badge_token_hash_key")),
    )
    with op.batch_alter_table("badge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("badge_event_id"), ["event_id"], unique=False)
        batch_op.create_index(
            "badge_for_event",
            ["person_id", "event_id"],
            unique=True,
            sqlite_where=sa.text("event_id IS NOT NULL AND state = 'ACTIVE'"),
            postgresql_where=sa.text("event_id IS NOT NULL AND state = 'ACTIVE'"),
        )
        batch_op.create_index(batch_op.f("badge_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "badge_standing",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("event_id IS NULL AND state = 'ACTIVE'"),
            postgresql_where=sa.text("event_id IS NULL AND state = 'ACTIVE'"),
        )

    op.create_table(
        "booth",
        sa.Column("id", db.Key(length=16), nullable=False),
        sa.Column("event_id", db.Key(length=16), nullable=False),
        sa.Column("organization_id", db.Key(length=16), nullable=False),
        sa.Column("label", sa.String(length=20), nullable=False),
        sa.Column("offers", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("booth_event_id_fkey"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("booth_organization_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("booth_pkey")),
        sa.UniqueConstraint("event_id", "label", name=op.f("booth_event_id_label_key")),
        sa.UniqueConstraint("event_id", "organization_id", name=op.f("booth_event_id_organization_id_key")),
    )
    with op.batch_alter_table("booth", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("booth_organization_id"), ["organization_id"], unique=False)

    op.create_table(
        "calendar_text",
        sa.Column("event_id", db.Key(length=16), nullable=False),
        sa.Column("event_updated_at", db.Instant(), nullable=False),
        sa.Column("around", sa.Text(), nullable=False),
        sa.Column("last_modified", db.Instant(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("calendar_text_event_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("calendar_text_pkey")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "event_override",
        sa.Column("event_id", db.Key(length=16), nullable=False),
        sa.Column("recurrence_id", db.Instant(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "SCHEDULED",
                "RESCHEDULED",
                "POSTPONED",
                "CANCELLED",
                name="event_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("starts_at", db.Instant(), nullable=True),
        sa.Column("ends_at", db.Instant(), nullable=True),
        sa.Column("name", sa.String(length=300), nullable=True),
        sa.Column("summary", sa.String(length=500), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("place_id", db.Key(length=16), nullable=True),
        sa.Column("room", sa.String(length=120), nullable=True),
        sa.Column("location_text", sa.Text(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("import_hash", sa.String(length=64), nullable=True),
        sa.Column("updated_at", db.Instant(), nullable=False),
        sa.CheckConstraint("ends_at >= starts_at", name=op.f("event_override_span_check")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("event_override_event_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("event_override_place_id_fkey")),
        sa.PrimaryKeyConstraint("event_id", "recurrence_id", name=op.f("event_override_pkey")),
    )
    op.create_table(
        "event_staff",
        sa.Column("event_id", db.Key(length=16), nullable=False),
        sa.Column("person_id", db.Key(length=16), nullable=False),
        sa.Column(
            "role",
            sa.Enum("DOOR", "HOST", name="staff_role", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("event_staff_event_id_fkey"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("event_staff_person_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", "person_id", name=op.f("event_staff_pkey")),
    )
    with op.batch_alter_table("event_staff", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("event_staff_person_id"), ["person_id"], unique=False)

    op.create_table(
        "event_tag",
        sa.Column("event_id", db.Key(length=16), nullable=False),
        sa.Column("tag", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("event_tag_event_id_fkey"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_id", "tag", name=op.f("event_tag_pkey")),
    )
    op.create_table(
        "occurrence",
        sa.Column("id", db.Key(length=16), nullable=False),
        sa.Column("event_id", db.Key(length=16), nullable=False),
        sa.Column("recurrence_id", db.Instant(), nullable=True),
        sa.Column("starts_at", db.Instant(), nullable=False),
        sa.Column("ends_at", db.Instant(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "PANEL",
                "FAIR",
                "MEETUP",
                "LECTURE",
                "CONFERENCE",
                "INFO_SESSION",
                "WORKSHOP",
                "MIXER",
                name="event_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("campus_id", db.Key(length=16), nullable=True),
        sa.Column("organization_id", db.Key(length=16), nullable=False),
        sa.Column(
            "attendance_mode",
            sa.Enum(
                "IN_PERSON",
                "ONLINE",
                "MIXED",
                name="attendance_mode",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "SCHEDULED",
                "RESCHEDULED",
                "POSTPONED",
                "CANCELLED",
                name="event_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["campus_id"], ["campus.id"], name=op.f("occurrence_campus_id_fkey")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("occurrence_event_id_fkey"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"], name=op.f("occurrence_organization_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("occurrence_pkey")),
        sa.UniqueConstraint("event_id", "recurrence_id", name=op.f("occurrence_event_id_recurrence_id_key")),
    )
    with op.batch_alter_table("occurrence", schema=None) as batch_op:
        batch_op.create_index(
            "occurrence_campus_kind_time",
            ["campus_id", "kind", "starts_at", "id"],
            unique=False,
            sqlite_where=sa.text("listed = 1"),
            postgresql_where=sa.text("listed"),
        )
        batch_op.create_index(
            "occurrence_campus_time",
            ["campus_id", "starts_at", "id"],
            unique=False,
            sqlite_where=sa.text("listed = 1"),
            postgresql_where=sa.text("listed"),
        )
        batch_op.create_index("occurrence_event_time", ["event_id", "starts_at"], unique=False)
        batch_op.create_index(
            "occurrence_kind_time",
            ["kind", "starts_at", "id"],
            unique=False,
            sqlite_where=sa.text("listed = 1"),
            postgresql_where=sa.text("listed"),
        )
        batch_op.create_index(
            "occurrence_long_time",
            ["starts_at", "id", "ends_at", "listed", "kind", "campus_id", "organization_id", "attendance_mode"],
            unique=False,
            sqlite_where=sa.text("listed = 1 AND ends_at - starts_at > 43200000000"),
            postgresql_where=sa.text("listed AND ends_at - starts_at > interval '12 hours'"),
        )
        batch_op.create_index(
            "occurrence_organization_time",
            ["organization_id", "starts_at", "id"],
            unique=False,
            sqlite_where=sa.text("listed = 1"),
            postgresql_where=sa.text("listed"),
        )
        batch_op.create_index(
            "occurrence_time",
            ["starts_at", "id"],
            unique=False,
            sqlite_where=sa.text("listed = 1"),
            postgresql_where=sa.text("listed"),
        )

    op.create_table(
        "agenda_speaker",
        sa.Column("agenda_item_id", db.Key(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("person_id", db.Key(length=16), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["agenda_item_id"], ["agenda_item.id"], name=op.f("agenda_speaker_agenda_item_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("agenda_speaker_person_id_fkey"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("agenda_item_id", "position", name=op.f("agenda_speaker_pkey")),
    )
    with op.batch_alter_table("agenda_speaker", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("agenda_speaker_person_id"), ["person_id"], unique=False)

    op.create_table(
        "encounter",
        sa.Column("id", db.Key(length=16), nullable=False),
        sa.Column("scanner_id", db.Key(length=16), nullable=False),
        sa.Column("person_id", db.Key(length=16), nullable=False),
        sa.Column("badge_id", db.Key(length=16), nullable=False),
        sa.Column("event_id", db.Key(length=16), nullable=True),
        sa.Column("occurrence_id", db.Key(length=16), nullable=True),
        sa.Column("booth_id", db.Key(length=16), nullable=True),
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
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("granted", sa.Text(), nullable=False),
        sa.CheckConstraint("scanner_id <> person_id", name=op.f("encounter_two_people_check")),
        sa.ForeignKeyConstraint(["badge_id"], ["badge.id"], name=op.f("encounter_badge_id_fkey")),
        sa.ForeignKeyConstraint(["booth_id"], ["booth.id"], name=op.f("encounter_booth_id_fkey")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("encounter_event_id_fkey")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("encounter_person_id_fkey")),
        sa.ForeignKeyConstraint(["scanner_id"], ["person.id"], name=op.f("encounter_scanner_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("encounter_pkey")),
    )
    with op.batch_alter_table("encounter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("encounter_badge_id"), ["badge_id"], unique=False)
        batch_op.create_index(batch_op.f("encounter_booth_id"), ["booth_id"], unique=False)
        batch_op.create_index(batch_op.f("encounter_event_id"), ["event_id"], unique=False)
        batch_op.create_index(
            batch_op.f("encounter_person_id_scanner_id_scanned_at"),
            ["person_id", "scanner_id", "scanned_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("encounter_scanner_id_scanned_at_id"), ["scanner_id", "scanned_at", "id"], unique=False
        )

    op.create_table(
        "occurrence_tag",
        sa.Column("tag", sa.String(length=60), nullable=False),
        sa.Column("starts_at", db.Instant(), nullable=False),
        sa.Column("occurrence_id", db.Key(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrence.id"], name=op.f("occurrence_tag_occurrence_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("tag", "starts_at", "occurrence_id", name=op.f("occurrence_tag_pkey")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("occurrence_tag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("occurrence_tag_occurrence_id"), ["occurrence_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("occurrence_tag", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("occurrence_tag_occurrence_id"))

    op.drop_table("occurrence_tag")
    with op.batch_alter_table("encounter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("encounter_scanner_id_scanned_at_id"))
        batch_op.drop_index(batch_op.f("encounter_person_id_scanner_id_scanned_at"))
        batch_op.drop_index(batch_op.f("encounter_event_id"))
        batch_op.drop_index(batch_op.f("encounter_booth_id"))
        batch_op.drop_index(batch_op.f("encounter_badge_id"))

    op.drop_table("encounter")
    with op.batch_alter_table("agenda_speaker", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("agenda_speaker_person_id"))

    op.drop_table("agenda_speaker")
    with op.batch_alter_table("occurrence", schema=None) as batch_op:
        batch_op.drop_index("occurrence_time", sqlite_where=sa.text("listed = 1"), postgresql_where=sa.text("listed"))
        batch_op.drop_index(
            "occurrence_organization_time", sqlite_where=sa.text("listed = 1"), postgresql_where=sa.text("listed")
        )
        batch_op.drop_index(
            "occurrence_long_time",
            sqlite_where=sa.text("listed = 1 AND ends_at - starts_at > 43200000000"),
            postgresql_where=sa.text("listed AND ends_at - starts_at > interval '12 hours'"),
        )
        batch_op.drop_index(
            "occurrence_kind_time", sqlite_where=sa.text("listed = 1"), postgresql_where=sa.text("listed")
        )
        batch_op.drop_index("occurrence_event_time")
        batch_op.drop_index(
            "occurrence_campus_time", sqlite_where=sa.text("listed = 1"), postgresql_where=sa.text("listed")
        )
        batch_op.drop_index(
            "occurrence_campus_kind_time", sqlite_where=sa.text("listed = 1"), postgresql_where=sa.text("listed")
        )

    op.drop_table("occurrence")
    op.drop_table("event_tag")
    with op.batch_alter_table("event_staff", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("event_staff_person_id"))

    op.drop_table("event_staff")
    op.drop_table("event_override")
    op.drop_table("calendar_text")
    with op.batch_alter_table("booth", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("booth_organization_id"))

    op.drop_table("booth")
    with op.batch_alter_table("badge", schema=None) as batch_op:
        batch_op.drop_index(
            "badge_standing",
            sqlite_where=sa.text("event_id IS NULL AND state = 'ACTIVE'"),
            postgresql_where=sa.text("event_id IS NULL AND state = 'ACTIVE'"),
        )
        batch_op.drop_index(batch_op.f("badge_person_id"))
        batch_op.drop_index(
            "badge_for_event",
            sqlite_where=sa.text("event_id IS NOT NULL AND state = 'ACTIVE'"),
            postgresql_where=sa.text("event_id IS NOT NULL AND state = 'ACTIVE'"),
        )
        batch_op.drop_index(batch_op.f("badge_event_id"))

    op.drop_table("badge")
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("attendance_person_id_event_id_status"))
        batch_op.drop_index(batch_op.f("attendance_occurrence_id_status"))
        batch_op.drop_index(batch_op.f("attendance_event_id_status"))

    op.drop_table("attendance")
    with op.batch_alter_table("agenda_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("agenda_item_event_id_starts_at"))

    op.drop_table("agenda_item")
    with op.batch_alter_table("sign_in_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("sign_in_code_person_id"))
        batch_op.drop_index(batch_op.f("sign_in_code_expires_at"))

    op.drop_table("sign_in_code")
    with op.batch_alter_table("session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("session_person_id"))

    op.drop_table("session")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("membership_person_id"))

    op.drop_table("membership")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index(
            "event_series", sqlite_where=sa.text("rrule IS NOT NULL"), postgresql_where=sa.text("rrule IS NOT NULL")
        )
        batch_op.drop_index(batch_op.f("event_place_id"))
        batch_op.drop_index(batch_op.f("event_campus_id"))

    op.drop_table("event")
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("contact_person_id"))
        batch_op.drop_index(batch_op.f("contact_owner_id_last_met_at_id"))

    op.drop_table("contact")
    op.drop_table("card")
    op.drop_table("campus_administrator")
    with op.batch_alter_table("block", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("block_blocked_id"))

    op.drop_table("block")
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("api_token_person_id"))

    op.drop_table("api_token")
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("place_campus_id"))

    op.drop_table("place")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("person_campus_id"))

    op.drop_table("person")
    with op.batch_alter_table("organization", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("organization_name_key_id"))
        batch_op.drop_index(batch_op.f("organization_kind_name_key_id"))
        batch_op.drop_index(batch_op.f("organization_campus_id_name_key_id"))
        batch_op.drop_index(batch_op.f("organization_campus_id_kind_name_key_id"))

    op.drop_table("organization")
    with op.batch_alter_table("throttle", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("throttle_ends_at"))

    op.drop_table("throttle")
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("outgoing_mail_due_at"))

    op.drop_table("outgoing_mail")
    op.drop_table("campus")
