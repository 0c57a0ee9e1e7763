"""How a register's database came to its present form, step by step; run by Alembic, inside one transaction."""
