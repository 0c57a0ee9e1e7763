"""What Alembic runs the steps with: the connection that ``schema.prepare`` hands over, inside its transaction."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
