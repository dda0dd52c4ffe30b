"""Run by Alembic; the connection comes from server.migrate, which opened the transaction."""

from alembic import context

from server.migrate import is_ours
from server.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    include_name=lambda name, type_, _parents: is_ours(name, type_),
    user_module_prefix="db.",
)
with context.begin_transaction():
    context.run_migrations()
